import type { SettingValue } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';
import { parseGoBoolean } from '../go-values.ts';
import { kindSpec } from './flag-kinds.ts';
import { type FlagTable, flagAt, flagOfShorthand } from './flag-table.ts';
import type { SourcedWord } from './words.ts';

/** How a component's command treats what pflag leaves open. */
export interface Conventions {
  /** The component's name, for sentences. */
  program: string;
  /** 34 stands for 1.34. */
  minor: number;
  /** `_` stands for `-` in the names of flags. */
  underscores: boolean;
  /** Words that are no flags: refused, refused unless they are empty, or ignored. */
  positional: 'refused' | 'empty-allowed' | 'ignored';
}

/** One setting of a flag, in the order of the command line. */
export interface FlagOccurrence {
  name: string;
  /** As typed, or the text that a flag without value stands for. */
  text: string;
  value: SettingValue;
  origin: Origin;
}

/** `prints`: the call shows its help or version and ends. */
export type ParsedFlags =
  | { outcome: 'parsed'; occurrences: readonly FlagOccurrence[] }
  | { outcome: 'refuses'; because: string; origin: Origin }
  | { outcome: 'prints' };

type Refused = Extract<ParsedFlags, { outcome: 'refuses' }>;

/**
 * Parses the words of a Kubernetes component as spf13/pflag does, flags and other words mixed.
 * https://github.com/spf13/pflag/blob/v1.0.6/flag.go parseArgs, parseLongArg, parseSingleShortArg
 */
export function parsePflags(
  words: readonly SourcedWord[],
  table: FlagTable,
  conventions: Conventions,
): ParsedFlags {
  const parser = new Parser(words, table, conventions);
  const refused = parser.run();
  if (refused !== null) return refused;
  if (isOn(parser.occurrences, 'help')) return { outcome: 'prints' };
  const [left] = parser.positional.filter((word) => isRefused(word, conventions));
  if (left !== undefined)
    return refusal(`${conventions.program} refuses the argument ${JSON.stringify(left.text)}.`, left.origin);
  if (isOn(parser.occurrences, 'version')) return { outcome: 'prints' };
  return { outcome: 'parsed', occurrences: parser.occurrences };
}

function isRefused({ text }: SourcedWord, { positional }: Conventions): boolean {
  return positional === 'refused' || (positional === 'empty-allowed' && text !== '');
}

/** The last occurrence decides. A version to report instead of its own (`v1.34.0`) prints nothing. */
function isOn(occurrences: readonly FlagOccurrence[], name: string): boolean {
  const text = occurrences.findLast((one) => one.name === name)?.text;
  return text !== undefined && (text === 'raw' || parseGoBoolean(text) === true);
}

function refusal(because: string, origin: Origin): Refused {
  return { outcome: 'refuses', because, origin };
}

class Parser {
  readonly occurrences: FlagOccurrence[] = [];
  readonly positional: SourcedWord[] = [];
  readonly #words: readonly SourcedWord[];
  readonly #table: FlagTable;
  readonly #conventions: Conventions;
  /** Flags of the kind ipVar or ipPort that were emptied: the component crashes when they get a value again. */
  readonly #emptied = new Set<string>();
  #next = 0;

  constructor(words: readonly SourcedWord[], table: FlagTable, conventions: Conventions) {
    this.#words = words;
    this.#table = table;
    this.#conventions = conventions;
  }

  run(): Refused | null {
    for (;;) {
      const word = this.#take();
      if (word === undefined) return null;
      if (word.text === '--') {
        this.positional.push(...this.#words.slice(this.#next));
        return null;
      }
      const refused = this.#word(word);
      if (refused !== null) return refused;
    }
  }

  #take(): SourcedWord | undefined {
    const word = this.#words[this.#next];
    this.#next += 1;
    return word;
  }

  #word(word: SourcedWord): Refused | null {
    if (word.text.length < 2 || !word.text.startsWith('-')) {
      this.positional.push(word);
      return null;
    }
    return word.text.startsWith('--') ? this.#long(word) : this.#shorts(word);
  }

  #long(word: SourcedWord): Refused | null {
    const body = word.text.slice(2);
    if (/^[-=]/.test(body)) return this.#refuse(`${quoted(word.text)} is no flag`, word);
    const equals = body.indexOf('=');
    const typed = equals === -1 ? body : body.slice(0, equals);
    const name = this.#conventions.underscores ? typed.replaceAll('_', '-') : typed;
    const spec = flagAt(this.#table, name, this.#conventions.minor);
    if (spec === undefined) return this.#refuse(`it has no flag --${typed}`, word);
    if (equals !== -1) return this.#set(name, body.slice(equals + 1), word, word.origin);
    return this.#withoutEquals(name, kindSpec(spec.kind).bare, word);
  }

  /** `-v2`, `-v=2`, `-v 2`, `-hv2`: letters run on until one takes a value. */
  #shorts(word: SourcedWord): Refused | null {
    let letters = word.text.slice(1);
    while (letters !== '') {
      const letter = letters.charAt(0);
      const rest = letters.slice(1);
      const name = flagOfShorthand(this.#table, letter, this.#conventions.minor);
      if (name === undefined) return this.#refuse(`it has no option -${letter}`, word);
      const bare = kindSpec(flagAt(this.#table, name, this.#conventions.minor)?.kind ?? 'string').bare;
      if (rest.length > 1 && rest.startsWith('=')) return this.#set(name, rest.slice(1), word, word.origin);
      if (bare === undefined)
        return rest === '' ? this.#withoutEquals(name, bare, word) : this.#set(name, rest, word, word.origin);
      const refused = this.#set(name, bare, word, word.origin);
      if (refused !== null) return refused;
      letters = rest;
    }
    return null;
  }

  #withoutEquals(name: string, bare: string | undefined, word: SourcedWord): Refused | null {
    if (bare !== undefined) return this.#set(name, bare, word, word.origin);
    const value = this.#take();
    if (value === undefined) return this.#refuse(`${quoted(word.text)} needs a value`, word);
    return this.#set(name, value.text, word, together(word, value));
  }

  #set(name: string, text: string, word: SourcedWord, origin: Origin): Refused | null {
    const spec = flagAt(this.#table, name, this.#conventions.minor);
    if (spec === undefined) return this.#refuse(`it has no flag --${name}`, word);
    const read = kindSpec(spec.kind).read(text, this.#conventions.minor);
    if ('problem' in read)
      return this.#refuse(`${quoted(text)} of --${name} ${read.problem}`, { ...word, origin });
    if (this.#crashes(name, spec.kind, text))
      return this.#refuse(`--${name} is given a value after it was emptied`, { ...word, origin });
    this.occurrences.push({ name, text, value: read.value, origin });
    return null;
  }

  /** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/util/flag/flags.go IPVar.Set, which panics from 1.23 on */
  #crashes(name: string, kind: string, text: string): boolean {
    if (this.#conventions.minor < 23 || (kind !== 'ipVar' && kind !== 'ipPort')) return false;
    if (text === '') this.#emptied.add(name);
    return text !== '' && this.#emptied.has(name);
  }

  #refuse(because: string, { origin }: SourcedWord): Refused {
    const { program, minor } = this.#conventions;
    return refusal(`${program} 1.${minor} refuses its arguments: ${because}.`, origin);
  }
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A flag whose value is the next word is quoted as both. */
function together(word: SourcedWord, value: SourcedWord): Origin {
  return word.origin.kind === 'flag' ? { kind: 'flag', text: `${word.text} ${value.text}` } : word.origin;
}
