import type { Change, Edit, NotPlanned, Restart } from '../../model/plan.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { nameOf } from '../durable/place.ts';
import { applyOperations } from '../editors/index.ts';
import { sha256 } from '../plan-hash.ts';
import { unifiedDiff } from './diff.ts';
import { CLASS_ORDER, CLASSES, disruptionOf, membersOf } from './disruption.ts';
import { orNotNow, type PlanInput, type Task } from './input.ts';
import type { Way } from './way.ts';
import { edited, type Working } from './working.ts';

export interface Planned {
  readonly changes: readonly Change[];
  readonly notPlanned: readonly NotPlanned[];
}

/** A process whose repair was planned, and the way of it. */
export interface Done {
  readonly way: Way;
  readonly working: Working;
}

/** One change of all that was planned for processes that restart together; the one of the boldest class names it. */
export function changeOf(input: PlanInput, done: readonly Done[]): Change {
  const [{ way, working: first }] = done.toSorted(
    (left, right) => rankOf(right.working.process) - rankOf(left.working.process),
  ) as [Done, ...Done[]];
  const tasks = done.flatMap(({ working }) => working.tasks);
  const members = membersOf(input, first);
  const restarts = { ...way.restarts, ...(members === null ? {} : { members }) };
  const operations: Working['operations'] = done.at(-1)?.working.operations ?? new Map();
  return {
    id: `${restarts.program ?? restarts.component}-${restarts.pid}`,
    class: classOf(first.process),
    rules: tasks.map(({ rule, control }) => ({ rule: rule.id, control })),
    level:
      takesEtcd(input, restarts) || tasks.some(({ fix }) => fix.level === 'consent') ? 'consent' : 'safe',
    disruption: disruptionOf(first.process, restarts),
    lockOut: worst(tasks),
    affects: unique(done.flatMap(({ working }) => working.affects)),
    prerequisites: uniqueBy(
      done.flatMap(({ working }) => working.prerequisites),
      ({ what }) => what,
    ),
    restarts: withComponents(input, restarts),
    edits: contentEdits(operations),
    ...sourceOf(first),
    durable: uniqueBy(
      done.flatMap(({ working }) => working.durable),
      ({ where, change }) => `${where} ${change}`,
    ),
  };
}

function sourceOf({ source }: Working): Pick<Change, 'source'> {
  if (source === undefined) return {};
  const { of, list } = source;
  const name = `${nameOf(of)}, ${of.key}`;
  const after = orNotNow(() => applyOperations(name, Buffer.from(of.text), list)).toString('utf8');
  return {
    source: {
      ...{ configMap: of.configMap, key: of.key, uid: of.uid, daemonSet: of.daemonSet, file: of.file },
      before: sha256(of.text),
      // None where only the process is older than the text.
      operations: after === of.text ? [] : [...list],
      after: sha256(after),
      diff: unifiedDiff(name, of.text, after),
    },
  };
}

/** Edits of files, each with what must come out. */
export function contentEdits(operations: Working['operations']): Edit[] {
  return [...operations.values()]
    .filter(({ list }) => list.length > 0)
    .map(({ file, list }): Edit => {
      const after = edited(file, list);
      return {
        kind: 'content',
        path: file.path,
        before: file.state,
        operations: [...list],
        after: sha256(after),
        diff: unifiedDiff(file.path, file.bytes.toString('utf8'), after.toString('utf8')),
      };
    });
}

/** etcd is seen through the API server; where a kube-proxy inside another program says how it is nobody knows. */
const UNASKED: readonly string[] = ['etcd', 'kube-proxy'];

/**
 * All components that restart with a program around them must be well afterwards, as far as they can be asked. RKE2
 * writes all its manifests anew, whatever changed.
 */
function withComponents({ snapshot }: PlanInput, restarts: Restart): Restart {
  const { program, component, pid } = restarts;
  if (program === undefined || program === component) return restarts;
  const names = snapshot.processes
    .filter((one) => (one.inside === undefined ? program === 'rke2' : one.pid === pid))
    .map((one) => one.component)
    .filter((name) => name in CLASSES && !UNASKED.includes(name));
  return { ...restarts, components: [...new Set(names)].sort() };
}

/** Whether a member of etcd restarts with the program around it, which nobody asks before. */
function takesEtcd({ snapshot }: PlanInput, { program, pid }: Restart): boolean {
  const inside = snapshot.processes.filter((one) => one.inside === program && one.pid === pid);
  return program !== undefined && inside.some(({ component }) => component === 'etcd');
}

function rankOf(process: ProcessFacts): number {
  return CLASS_ORDER.indexOf(classOf(process));
}

function classOf({ component }: ProcessFacts): Change['class'] {
  return CLASSES[component] ?? 'attributes';
}

export function worst(tasks: readonly Task[]): Change['lockOut'] {
  const found = new Set(tasks.map(({ fix }) => fix.lockOut));
  if (found.has('high')) return 'high';
  return found.has('low') ? 'low' : 'none';
}

export function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
