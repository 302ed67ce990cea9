import { valueIfPresent } from '../../model/fact.ts';
import type { Origin } from '../../model/origin.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { isNamed } from '../program-name.ts';
import { type Undetermined, undetermined } from './reading.ts';

/** One word after the program's name, and where it stands. */
export interface SourcedWord {
  text: string;
  origin: Origin;
}

/** Flags that OpenShift's builds add; what the file stands for is behind it already. */
const OPENSHIFT =
  /^--(?:openshift-config|send-retry-after-while-not-ready-once|unsupported-kube-api-over-localhost)=/;

/**
 * The words that a component parses: its command line without the program's name, or what the program around it
 * (k3s, kubelite) hands to it, with the origins of those.
 */
export function wordsOf(process: ProcessFacts): readonly SourcedWord[] | Undetermined {
  const { argv } = process;
  if (argv.state === 'unreadable') return undetermined(`Arguments: ${argv.reason}`, argv.at);
  const all = valueIfPresent(argv) ?? [];
  const words = all.map((text, index) => ({ text, origin: originOf(text, process.argvOrigins?.[index]) }));
  return words.slice(programWords(all)).filter(({ text }) => !OPENSHIFT.test(text));
}

function originOf(text: string, known: Origin | undefined): Origin {
  return known ?? { kind: 'flag', text };
}

/** A hyperkube takes the name of the component as its first word, unless it is called by a link of that name. */
export function programWords(argv: readonly string[]): number {
  return isNamed(baseName(argv[0] ?? ''), 'hyperkube') ? 2 : 1;
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.split('/').at(-1) ?? '';
}
