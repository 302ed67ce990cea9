import { checkHarmless } from './environment.ts';
import { insertLinesAfter, lineEnd, refuse, type Source, splice } from './text.ts';
import { applyToWords, editWords } from './words.ts';

const BY_HAND = 'write one flag a line as --name=value, then plan again';

interface Line {
  readonly start: number;
  /** Without white space at its end and the line feed. */
  readonly end: number;
  readonly word: string;
}

/**
 * Sets a flag in a file of arguments as MicroK8s reads it, or takes it away: one flag a line, comments begin with `#`,
 * quotes are dropped. A line with several words is left alone, and refused where it is about the flag.
 * https://github.com/canonical/microk8s/blob/master/build-scripts/components/kubernetes/patches/v1.34.0/0000-Kubelite-integration.patch
 * ReadArgsFromFile
 */
export function editArgsFileFlag(source: Source, flag: string, value: string | null): Source {
  if (value !== null) checkHarmless(source, value);
  const lines = linesOf(source);
  const words = lines.map(({ word }) => word);
  refuseShared(source, lines, flag);
  const edits = editWords(source, null, words, flag, value);
  let edited = source;
  for (const edit of edits) {
    const line = edit.kind === 'append' ? undefined : lines[edit.index];
    if (edit.kind === 'append') edited = appendLine(edited, edit.text);
    else if (line !== undefined)
      edited = changeLine(edited, line, edit.kind === 'replace' ? edit.text : null);
  }
  const wanted = applyToWords(words, edits);
  const found = linesOf(edited).map(({ word }) => word);
  if (found.length !== wanted.length || found.some((word, index) => word !== wanted[index])) {
    refuse(source, null, 'the edit would change more than it should, or less', BY_HAND);
  }
  return edited;
}

function linesOf(source: Source): readonly Line[] {
  return [...source.text.matchAll(/^[^\S\n]*([^\s#][^\n]*)$/gm)].map((match) => {
    const text = (match[1] ?? '').trimEnd();
    const start = match.index + match[0].indexOf(match[1] ?? '');
    return { start, end: start + text.length, word: text.replaceAll(/["']/g, '') };
  });
}

function refuseShared(source: Source, lines: readonly Line[], flag: string): void {
  const shared = lines.find(({ word }) => {
    const all = word.split(/\s+/);
    return (
      all.length > 1 &&
      all.some((one) => one.replace(/^--?/, '').split('=')[0]?.replaceAll('_', '-') === flag)
    );
  });
  if (shared !== undefined)
    refuse(source, shared.start, 'the flag shares its line with other words', BY_HAND);
}

function changeLine(source: Source, { start, end }: Line, text: string | null): Source {
  if (text !== null) return splice(source, start, end, text);
  const from = source.text.lastIndexOf('\n', start - 1) + 1;
  return splice(source, from, Math.min(lineEnd(source.text, end) + 1, source.text.length), '');
}

function appendLine(source: Source, text: string): Source {
  return source.text === ''
    ? splice(source, 0, 0, `${text}\n`)
    : insertLinesAfter(source, source.text.length, [text]);
}
