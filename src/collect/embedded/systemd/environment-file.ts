export interface Assignment {
  name: string;
  value: string;
  /** 1-based line on which it begins. */
  line: number;
}

/**
 * Assignments of an environment file as systemd reads it: comments, quotes anywhere in a value, a backslash that takes
 * the next character as it is or goes on in the next line.
 * https://github.com/systemd/systemd/blob/v257/src/basic/env-file.c parse_env_file_internal
 */
export function environmentAssignments(text: string): Assignment[] {
  const assignments: Assignment[] = [];
  let at = 0;
  let counted = { offset: 0, line: 1 };
  while (at < text.length) {
    const end = lineEnd(text, at);
    const head = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=[ \t]*/.exec(text.slice(at, end));
    if (head === null) {
      at = end + 1;
      continue;
    }
    const value = valueAt(text, at + head[0].length);
    counted = lineOf(text, at + head[0].length - 1, counted);
    assignments.push({ name: head[1] ?? '', value: value.text, line: counted.line });
    at = value.end + 1;
  }
  return assignments;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

interface Counted {
  offset: number;
  line: number;
}

/** The line of an offset, counted on from an earlier one: such a file may have many lines. */
function lineOf(text: string, offset: number, from: Counted): Counted {
  return { offset, line: from.line + text.slice(from.offset, offset).split('\n').length - 1 };
}

/** The value from an offset to the end of its line, and where that is. White space at the end counts only in quotes. */
function valueAt(text: string, from: number): { text: string; end: number } {
  let value = '';
  /** Length of the value up to which white space is meant. */
  let kept = 0;
  let quote = '';
  let at = from;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\n' && quote === '') break;
    if (character === '\\' && quote !== "'") {
      at += 1;
      value += escaped(text[at] ?? '', quote);
      kept = value.length;
    } else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    else value += character;
    if (quote !== '' || !/\s/.test(character)) kept = value.length;
  }
  return { text: value.slice(0, Math.max(kept, 0)), end: at };
}

/** In double quotes only these lose their backslash, outside every character does. */
function escaped(character: string, quote: string): string {
  if (character === '\n') return '';
  return quote === '' || /["\\`$]/.test(character) ? character : `\\${character}`;
}
