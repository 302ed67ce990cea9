import { insertLinesAfter, lineEnd, refuse, type Source, splice } from './text.ts';
import { editWordText } from './word-text.ts';

const BY_HAND = 'edit the file by hand, then scan again';
/** Characters that neither systemd nor a shell gives a meaning of its own. */
const HARMLESS = /^[\w@%+=:,./[\]*-]*$/;

interface Assignment {
  /** Offset of the line's first character. */
  readonly start: number;
  /** Offsets of what stands between the quotes, or of the whole value. */
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly quote: '"' | "'" | '';
}

/** Sets a flag among the words of a variable, or takes it away. The spaces between the others stay. */
export function editEnvironmentFlag(
  source: Source,
  variable: string,
  flag: string,
  value: string | null,
): Source {
  if (value !== null) checkHarmless(source, value);
  const found = assignmentOf(source, variable);
  if (found === null) {
    return value === null ? source : addVariable(source, variable, `"--${flag}=${value}"`);
  }
  const stretch = { start: found.valueStart, end: found.valueEnd, what: `the value of ${variable}` };
  const edited = editWordText(source, stretch, flag, value);
  if (edited !== null) return edited;
  const written = `--${flag}=${value}`;
  return splice(source, found.valueStart, found.valueEnd, found.quote === '' ? `"${written}"` : written);
}

/** Sets a variable, or takes its line away. Quotes stay. */
export function editEnvironmentVariable(source: Source, variable: string, value: string | null): Source {
  if (value !== null) checkHarmless(source, value);
  const found = assignmentOf(source, variable);
  if (found === null) return value === null ? source : addVariable(source, variable, value);
  if (value !== null) return splice(source, found.valueStart, found.valueEnd, value);
  const end = Math.min(lineEnd(source.text, found.valueEnd) + 1, source.text.length);
  return splice(source, found.start, end, '');
}

function addVariable(source: Source, variable: string, written: string): Source {
  const line = `${variable}=${written}`;
  if (source.text === '') return splice(source, 0, 0, `${line}\n`);
  return insertLinesAfter(source, source.text.length, [line]);
}

/** Throws `KT_EDIT` for a value that systemd or a shell would read as something else than itself. */
export function checkHarmless(source: Source, value: string): void {
  if (HARMLESS.test(value)) return;
  refuse(source, null, 'the value has characters that its file gives a meaning', BY_HAND);
}

function assignmentOf(source: Source, variable: string): Assignment | null {
  const pattern = new RegExp(`^([ \\t]*(?:export[ \\t]+)?${variable}[ \\t]*=[ \\t]*)(.*)$`, 'gm');
  const [match, second] = [...source.text.matchAll(pattern)];
  if (match === undefined) return null;
  const start = match.index;
  if (second !== undefined) {
    refuse(source, second.index, `${variable} is set twice`, 'keep the last, which is the one that is read');
  }
  if (source.text.slice(0, start).endsWith('\\\n')) {
    refuse(source, start, 'the line goes on from the one before', BY_HAND);
  }
  const valueStart = start + (match[1] ?? '').length;
  const line = match[2] ?? '';
  const quote = line[0] === '"' || line[0] === "'" ? line[0] : '';
  // Between double quotes a value goes on where a line ends in a backslash.
  const whole = quote === '"' ? (/^(?:.*\\\r?\n)*.*/.exec(source.text.slice(valueStart))?.[0] ?? line) : line;
  const raw = whole.replace(/[ \t\r]+$/, '');
  if (quote === '' && raw.endsWith('\\'))
    refuse(source, start, `${variable} goes on in the next line`, BY_HAND);
  if (quote === '') return { start, valueStart, valueEnd: valueStart + raw.length, quote };
  if (raw.length < 2 || !raw.endsWith(quote) || raw.slice(1, -1).includes(quote)) {
    refuse(source, start, `the quotes of ${variable} do not enclose its whole value`, BY_HAND);
  }
  return { start, valueStart: valueStart + 1, valueEnd: valueStart + raw.length - 1, quote };
}
