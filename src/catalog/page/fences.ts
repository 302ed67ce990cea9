import type { FenceTracker } from '../read/headings.ts';

/** What a line of a page is: text, the edge of a fence with what is glued to it, or a line inside one. */
export type FencedLine =
  | { kind: 'text'; text: string }
  | { kind: 'opens'; text: string }
  | { kind: 'inside'; text: string }
  | { kind: 'closes'; text: string };

const OPENS = /^[ \t]*(?:(?:\d+[.)]|[-*+])[ \t]+)?(`{3,}|~{3,})(?!.*`{3})[ \t]*[\w-]*[ \t]*$/;
/** Pages glue the opening to the sentence above it, on the same line. */
const OPENS_GLUED = /^(.*[^`\s][ \t]*)(`{3})[ \t]*(?:[a-z]+)?[ \t]*$/;
const CLOSES = /^(.*?)(`{3,}|~{3,})[ \t]*$/;

/** Reads a page's lines one by one, in order, as its fences have them: glued to text at either end. */
export function fenceReader(): (line: string) => FencedLine {
  let open: string | null = null;
  return (line) => {
    if (open === null) {
      const opened = opening(line);
      if (opened === null) return { kind: 'text', text: line };
      open = opened.marker;
      return { kind: 'opens', text: opened.before };
    }
    const [, before, marker] = CLOSES.exec(line) ?? [];
    if (before === undefined || !marker?.startsWith(open)) return { kind: 'inside', text: line };
    open = null;
    return { kind: 'closes', text: before };
  };
}

function opening(line: string): { before: string; marker: string } | null {
  const alone = OPENS.exec(line)?.[1];
  if (alone !== undefined) return { before: '', marker: alone };
  const [, before, marker] = OPENS_GLUED.exec(line) ?? [];
  if (before === undefined || marker === undefined || before.includes('```')) return null;
  return { before, marker };
}

/** For finding headings: every line of a fence, but not text that its opening is glued to. */
export function pageFences(): FenceTracker {
  const read = fenceReader();
  return (line) => read(line).kind !== 'text';
}
