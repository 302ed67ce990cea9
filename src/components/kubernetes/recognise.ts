import type { ProcessIdentity } from '../component.ts';
import { isNamed } from '../program-name.ts';
import type { FlagTable } from './flag-table.ts';
import { KNOWN_MINORS } from './minors.ts';
import { type Conventions, type FlagOccurrence, parsePflags } from './pflag.ts';
import { baseName, programWords } from './words.ts';

/** How a component's servers are told from everything else. */
export interface Recognition {
  /** Names of the program; the first is the component's, the others are those a hyperkube also takes. */
  names: readonly [string, ...string[]];
  table: FlagTable;
  conventions(minor: number): Conventions;
  /** Flags that make a call do one thing and end, when they are true or not empty. */
  oneShot: readonly string[];
}

/** A server of the component: not a wrapper or namesake of it, and not a call that prints or does one thing and ends. */
export function isServer(identity: ProcessIdentity, recognition: Recognition): boolean {
  return isProgram(identity, recognition) && !endsAtOnce(identity.argv, recognition);
}

function isProgram({ executable, argv }: ProcessIdentity, recognition: Recognition): boolean {
  const [name] = recognition.names;
  const program = baseName(executable ?? argv[0] ?? '');
  if (isNamed(program, 'hyperkube')) return recognition.names.some((one) => hyperkubeWord(argv) === one);
  return isNamed(program, name) || (isNamed(baseName(argv[0] ?? ''), name) && hasItsFlags(argv, recognition));
}

/**
 * A program of another name may be called by the component's, as wrappers and supervisors do. Anybody can take the
 * name, so the words must be those of the component too: flags of it and nothing else.
 */
function hasItsFlags(argv: readonly string[], { table, conventions }: Recognition): boolean {
  return KNOWN_MINORS.some((minor) => {
    const parsed = parsePflags(sourced(argv), table, conventions(minor));
    return parsed.outcome === 'parsed' && parsed.occurrences.length > 0;
  });
}

/** A link to a hyperkube is named like the component; otherwise its first word is. */
function hyperkubeWord(argv: readonly string[]): string {
  return programWords(argv) === 1 ? baseName(argv[0] ?? '') : (argv[1] ?? '');
}

function endsAtOnce(argv: readonly string[], { table, conventions, oneShot }: Recognition): boolean {
  if (!argv.some((word) => mayEnd(word, oneShot))) return false;
  return KNOWN_MINORS.some((minor) => {
    const parsed = parsePflags(sourced(argv), table, conventions(minor));
    if (parsed.outcome === 'prints') return true;
    return parsed.outcome === 'parsed' && oneShot.some((name) => isOn(parsed.occurrences, name));
  });
}

/** Most calls hold no such word, and need not be parsed as every version would: one-letter flags may be `-h`. */
function mayEnd(word: string, oneShot: readonly string[]): boolean {
  if (!word.startsWith('--')) return word.startsWith('-');
  const name = word.slice(2).replaceAll('_', '-');
  return ['help', 'version', ...oneShot].some((one) => name.startsWith(one));
}

function sourced(argv: readonly string[]) {
  return argv.slice(programWords(argv)).map((text) => ({ text, origin: { kind: 'flag', text } as const }));
}

function isOn(occurrences: readonly FlagOccurrence[], name: string): boolean {
  const value = occurrences.findLast((one) => one.name === name)?.value;
  return value === true || (typeof value === 'string' && value !== '');
}
