import { checkHarmless } from './environment.ts';
import { lineStart, refuse, type Source } from './text.ts';
import { editWordText, type Stretch } from './word-text.ts';

const BY_HAND = 'put the command into a drop-in of your own, then scan again';

/**
 * Sets a flag in the command that a unit file or drop-in starts its service with, or takes it away. Lines that a
 * backslash ends go on in the next. systemd.service(5), systemd.syntax(7)
 */
export function editUnitFlag(source: Source, flag: string, value: string | null): Source {
  if (value !== null) checkHarmless(source, value);
  if (value?.includes('%') === true) {
    refuse(source, null, 'the value has a %, to which systemd gives a meaning', BY_HAND);
  }
  const stretch = commandIn(source);
  const edited = editWordText(source, stretch, flag, value);
  if (edited === null) refuse(source, stretch.start, 'the command has no program', BY_HAND);
  return edited;
}

/** The one command of `[Service]`; an empty `ExecStart=` before it only resets the list. */
function commandIn(source: Source): Stretch {
  const [first, ...others] = [
    ...source.text.matchAll(/^[ \t]*ExecStart[ \t]*=[ \t]*((?:.*\\\r?\n)*.*)$/gm),
  ].filter((match) => (match[1] ?? '').trim() !== '' && sectionAt(source, match.index) === 'Service');
  if (first === undefined) refuse(source, null, 'the file has no ExecStart with a command', BY_HAND);
  const [second] = others;
  if (second !== undefined) refuse(source, second.index, 'the file has several ExecStart', BY_HAND);
  const text = first[1] ?? '';
  const start = first.index + first[0].length - text.length;
  if (/^[ \t]*[#;]/m.test(text)) refuse(source, start, 'comments stand inside the command', BY_HAND);
  if (source.text.slice(0, lineStart(source.text, first.index)).endsWith('\\\n')) {
    refuse(source, start, 'the line goes on from the one before', BY_HAND);
  }
  const length = text.replace(/(?:\\\r?\n|\s)+$/, '').length;
  return { start, end: start + length, what: 'the command', variables: true };
}

function sectionAt(source: Source, offset: number): string | null {
  const heads = [...source.text.slice(0, offset).matchAll(/^[ \t]*\[([^\]\n]+)\]/gm)];
  return heads.at(-1)?.[1] ?? null;
}
