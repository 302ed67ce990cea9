import type { GivenFiles } from '../../../model/given-files.ts';
import { givenFlags } from '../../embedded/k3s/command-line.ts';
import { type ConfigFault, type ConfigText, wordsOfTexts } from '../../embedded/k3s/config-file.ts';
import { DESCRIBED } from '../../embedded/k3s/release.ts';
import { K3sSettings } from '../../embedded/k3s/settings.ts';
import type { Plan } from '../planned.ts';
import type { GivenFile } from '../read-given.ts';
import { plansByK3s } from './by-k3s.ts';
import { plansBySettings } from './by-settings.ts';
import type { RancherSet } from './recognise.ts';

export { rancherSets } from './recognise.ts';

/** What the files of one K3s or RKE2 come to. */
export interface ReadSet {
  paths: readonly string[];
  problems: GivenFiles['problems'];
  notes: readonly string[];
  plans: readonly Plan[];
}

/** What K3s or RKE2 would start with its file and drop-ins, no further arguments and no variables. */
export function readSet(set: RancherSet): ReadSet {
  const files = [...(set.base === undefined ? [] : [set.base]), ...set.dropIns];
  const paths = files.map(({ path }) => path);
  const fault = openIn(files);
  const read = fault ?? wordsOfTexts(files.map((file) => textOf(file, file === set.base)));
  if ('fault' in read) return { paths, problems: problemsOf(paths, read), notes: [], plans: [] };
  const given = givenFlags(read.words);
  if (given.state !== 'read') {
    const problem = given.state === 'unreadable' ? given.reason : 'nothing is there';
    return {
      paths,
      problems: problemsOf(paths, { path: paths[0] ?? '', fault: { line: null, problem } }),
      notes: [],
      plans: [],
    };
  }
  const settings = new K3sSettings(given.value, new Map());
  const isWhole = set.product === 'k3s' && set.base !== undefined;
  const plans = isWhole ? plansByK3s(set, settings) : plansBySettings(set, settings);
  return { paths, problems: [], notes: [noteOn(set, paths)], plans };
}

function textOf({ path, bytes }: GivenFile, isBase: boolean): ConfigText {
  return { path, kind: isBase ? 'file' : 'drop-in', bytes };
}

/** What a template leaves open may be anything, and what is not known at all. */
function openIn(files: readonly GivenFile[]): { path: string; fault: ConfigFault } | null {
  for (const { path, bytes, unread } of files) {
    if (unread !== undefined) return { path, fault: { line: 1, problem: unread } };
    const lines = bytes.toString('utf8').split('\n');
    const at = lines.findIndex((line) => /\{\{|\{%/.test(line.replace(/^\s*#.*/, '')));
    if (at >= 0) return { path, fault: { line: at + 1, problem: 'a template that is not rendered' } };
  }
  return null;
}

/** A file that cannot be read leaves open what the others of its set come to. */
function problemsOf(
  paths: readonly string[],
  { path: broken, fault }: { path: string; fault: ConfigFault },
): GivenFiles['problems'] {
  return paths.map((path) =>
    path === broken
      ? {
          path,
          line: fault.line ?? 1,
          problem: `not a configuration that K3s or RKE2 reads: ${fault.problem}`,
        }
      : { path, line: 1, problem: `it is read together with ${broken}, which cannot be read` },
  );
}

function noteOn(set: RancherSet, paths: readonly string[]): string {
  const [first = ''] = paths;
  if (set.base === undefined)
    return `${first} is a drop-in, and the file that it is laid over is not among those given: only what it sets is judged.`;
  if (set.product === null)
    return `${first} has keys of K3s and RKE2, and its path does not say which of them reads it: only what it sets is judged.`;
  if (set.product === 'rke2')
    return `${first} is judged as RKE2 reads it without further arguments and variables, and only what it sets.`;
  return `${first} is judged as K3s ${DESCRIBED} reads it without further arguments and variables.`;
}
