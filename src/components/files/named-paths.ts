import type { NoNodeFile } from '../../model/node-files.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { judgedComponents } from '../registry.ts';
import { type Candidate, newestStarting } from '../subject.ts';
import { hidden, type NodeView, none, type Place } from './place.ts';

/** A path that a process names by one of its settings, or why it is not known. */
export type NamedPath = { path: string; setting: string } | { unknown: string; state: 'hidden' | 'broken' };

/** The paths that settings of a process name; those not set are left out. */
export function pathsOf(process: ProcessFacts, settings: readonly string[]): NamedPath[] {
  const judged = judgedComponents.find(({ name }) => name === process.component)?.judge(process, null);
  const starting = judged === undefined ? null : newestStarting(judged.candidates);
  if (starting === null) {
    return [obstacle(process, judged?.candidates ?? [])];
  }
  return settings.flatMap((name): NamedPath[] => {
    const { value, undecided } = starting.setting(name);
    if (undecided !== undefined)
      return [{ unknown: undecided.reason, state: undecided.status === 'error' ? 'broken' : 'hidden' }];
    return texts(value).map((path) => ({ path, setting: name }));
  });
}

/** A running process that refuses what it was started with has lost a file since, or was misread. */
function obstacle(process: ProcessFacts, candidates: readonly Candidate[]): NamedPath {
  const last = candidates.at(-1);
  if (last === undefined || last.outcome === 'starts')
    return { unknown: `What ${process.component} runs with is not known.`, state: 'hidden' };
  const broken = last.outcome === 'refuses' && last.stale.length === 0;
  return { unknown: last.because, state: broken ? 'broken' : 'hidden' };
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string' && one !== '');
}

/** Files that every process of a component names by any of some settings. */
export function namedBy(
  view: NodeView,
  group: string,
  component: string,
  settings: readonly string[],
): readonly Place[] | NoNodeFile {
  const processes = view.processes.filter((one) => one.component === component);
  if (processes.length === 0) return notHere(view, group, component);
  const named = processes.flatMap((process) =>
    pathsOf(process, settings).map((one) => ({ process, ...one })),
  );
  const unknown = named.find((one) => 'unknown' in one);
  if (unknown !== undefined && 'unknown' in unknown)
    return { group, state: unknown.state, reason: unknown.unknown };
  const places = named.flatMap((one) => ('path' in one ? [placeOf(group, one.process, one)] : []));
  return places.length > 0
    ? places
    : none(group, `${component} sets none of ${settings.map((one) => `--${one}`).join(', ')}.`);
}

function placeOf(
  group: string,
  process: ProcessFacts,
  { path, setting }: { path: string; setting: string },
): Place {
  return {
    group,
    path,
    pid: process.pid,
    extent: 'file',
    because: `${setting} of ${process.component} (pid ${process.pid})`,
    named: true,
  };
}

/** A component that no process is: not on the node, or perhaps only not to be seen. */
export function notHere(view: NodeView, group: string, component: string): NoNodeFile {
  return view.processesComplete
    ? none(group, `No ${component} runs on this node.`)
    : hidden(group, `Whether ${component} runs here could not be seen.`);
}
