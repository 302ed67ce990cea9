import { refuse, type Source } from './text.ts';

/** Changes of a list of words; applied one after the other, so the last come first. */
export type WordEdit =
  | { readonly kind: 'replace'; readonly index: number; readonly text: string }
  | { readonly kind: 'remove'; readonly index: number }
  | { readonly kind: 'append'; readonly text: string };

interface Occurrence {
  readonly index: number;
  /** Dashes and spelling as found: `--audit_log_maxage`. */
  readonly spelled: string;
  /** The value is the next word. */
  readonly nextWord: boolean;
}

/**
 * What makes `words` hold the flag once with this value, or not at all (`value` null). Spelling and the form with two
 * words stay as found. A flag that is repeated keeps its last place: the last wins, and lists would grow.
 */
export function editWords(
  source: Source,
  at: number | null,
  words: readonly string[],
  flag: string,
  value: string | null,
): readonly WordEdit[] {
  if (value !== null && /[\n\r\0]/.test(value)) {
    refuse(source, at, `the value of --${flag} has a line end`, 'choose another value');
  }
  const found = occurrences(source, at, words, flag, value);
  const last = found.at(-1);
  if (value === null || last === undefined) {
    const removed = found.toReversed().flatMap(removal);
    return value === null ? removed : [...removed, { kind: 'append', text: `--${flag}=${value}` }];
  }
  const kept: WordEdit = last.nextWord
    ? { kind: 'replace', index: last.index + 1, text: value }
    : { kind: 'replace', index: last.index, text: `${last.spelled}=${value}` };
  const unchanged = words[kept.index] === kept.text;
  return [...(unchanged ? [] : [kept]), ...found.slice(0, -1).toReversed().flatMap(removal)];
}

function removal({ index, nextWord }: Occurrence): readonly WordEdit[] {
  const own: WordEdit = { kind: 'remove', index };
  return nextWord ? [{ kind: 'remove', index: index + 1 }, own] : [own];
}

function occurrences(
  source: Source,
  at: number | null,
  words: readonly string[],
  flag: string,
  value: string | null,
): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const [index, word] of words.entries()) {
    const match = /^(--?[A-Za-z0-9][^=\s]*)(=?)/.exec(word);
    const spelled = match?.[1];
    if (spelled === undefined || nameOf(spelled) !== nameOf(flag)) continue;
    const next = match?.[2] === '' ? words[index + 1] : undefined;
    const nextWord = next !== undefined && !next.startsWith('-');
    if (nextWord && (value === 'true' || value === 'false')) {
      refuse(
        source,
        at,
        `the word after ${spelled} is not its value, and nothing after it is read as a flag`,
        `write ${spelled}=${value} and take the word "${next}" away`,
      );
    }
    if (match?.[2] === '' && !nextWord && value !== null && value !== 'true' && value !== 'false') {
      refuse(source, at, `${spelled} stands without a value`, `write ${spelled}=${value}`);
    }
    found.push({ index, spelled, nextWord });
  }
  return found;
}

/** Kubernetes takes underscores for dashes in the names of flags. */
function nameOf(spelled: string): string {
  return spelled.replace(/^--?/, '').replaceAll('_', '-');
}

export function applyToWords(words: readonly string[], edits: readonly WordEdit[]): readonly string[] {
  const result = [...words];
  for (const edit of edits) {
    if (edit.kind === 'append') result.push(edit.text);
    else if (edit.kind === 'remove') result.splice(edit.index, 1);
    else result[edit.index] = edit.text;
  }
  return result;
}
