/**
 * Go's `flag` package as data: which flags an argument list sets, in order, or why the program refuses it.
 * https://cs.opensource.google/go/go/+/refs/tags/go1.24.0:src/flag/flag.go (parseOne)
 */
export interface FlagOccurrence {
  name: string;
  value: string;
  /** As typed: one word, or two when the value is the next word. */
  text: string;
}

export type ParsedArguments =
  | { outcome: 'parsed'; occurrences: readonly FlagOccurrence[]; rest: readonly string[] }
  | { outcome: 'help' }
  | { outcome: 'refused'; because: string; text: string };

/** How a flag takes its value; undefined for a name that the program does not define. */
export type FlagShape = 'bare' | 'valued' | undefined;

/** Parses the words after the program's name. */
export function parseGoFlags(
  words: readonly string[],
  shapeOf: (name: string) => FlagShape,
): ParsedArguments {
  const occurrences: FlagOccurrence[] = [];
  let index = 0;
  while (index < words.length) {
    const word = words[index] ?? '';
    if (isPositional(word)) break;
    if (word === '--') {
      index += 1;
      break;
    }
    const step = parseWord(word, words[index + 1], shapeOf);
    if (step.outcome !== 'flag') return step;
    occurrences.push(step.occurrence);
    index += step.consumed;
  }
  return { outcome: 'parsed', occurrences, rest: words.slice(index) };
}

function isPositional(word: string): boolean {
  return word.length < 2 || !word.startsWith('-');
}

type Step =
  | { outcome: 'flag'; occurrence: FlagOccurrence; consumed: 1 | 2 }
  | { outcome: 'help' }
  | { outcome: 'refused'; because: string; text: string };

function parseWord(word: string, next: string | undefined, shapeOf: (name: string) => FlagShape): Step {
  const body = word.slice(word.startsWith('--') ? 2 : 1);
  if (body === '' || body.startsWith('-') || body.startsWith('=')) {
    return { outcome: 'refused', because: `bad flag syntax: ${word}`, text: word };
  }
  // Go looks for `=` from the second character on, which is the first possible place here too.
  const equals = body.indexOf('=');
  const name = equals === -1 ? body : body.slice(0, equals);
  const shape = shapeOf(name);
  if (shape === undefined) {
    if (name === 'help' || name === 'h') return { outcome: 'help' };
    return { outcome: 'refused', because: `flag provided but not defined: -${name}`, text: word };
  }
  if (equals !== -1) return flag(name, body.slice(equals + 1), word, 1);
  if (shape === 'bare') return flag(name, 'true', word, 1);
  if (next === undefined)
    return { outcome: 'refused', because: `flag needs an argument: -${name}`, text: word };
  return flag(name, next, `${word} ${next}`, 2);
}

function flag(name: string, value: string, text: string, consumed: 1 | 2): Step {
  return { outcome: 'flag', occurrence: { name, value, text }, consumed };
}
