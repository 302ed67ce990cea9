/** One level-2 section of a Markdown text. */
export interface HeadedSection {
  title: string;
  /** 1-based line of the heading. */
  line: number;
  /** 1-based line on which the body begins. */
  bodyLine: number;
  /** Without the heading, blank lines at both ends removed. */
  body: string;
}

/** Any indentation: fences stand inside numbered steps too. Inline code on one line opens nothing. */
const FENCE = /^[ \t]*(`{3,}(?!.*`)|~{3,})/;
const HEADING = /^ {0,3}##[ \t]+(.*?)[ \t]*#*[ \t]*$/;

/**
 * Splits a text at its `##` headings. Lines inside code fences are never headings; an unclosed fence runs to the
 * end, as CommonMark has it (https://spec.commonmark.org/0.31.2/#fenced-code-blocks).
 *
 * @param tracker tells which lines belong to a fence, for texts that are written less strictly
 */
export function sectionsOf(text: string, firstLine = 1, tracker = fenceTracker()): HeadedSection[] {
  const sections: { title: string; line: number; lines: string[] }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const title = tracker(line) ? null : (HEADING.exec(line)?.[1] ?? null);
    if (title !== null) sections.push({ title, line: firstLine + index, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections.map(({ title, line, lines }) => {
    const first = Math.max(0, lines.findIndex(isFilled));
    return { title, line, bodyLine: line + 1 + first, body: trimBlankLines(lines).join('\n') };
  });
}

/** Tells line by line whether it belongs to a code fence, the fence's own lines included. */
export type FenceTracker = (line: string) => boolean;

function fenceTracker(): FenceTracker {
  let open: string | null = null;
  return (line) => {
    const marker = FENCE.exec(line)?.[1];
    if (open === null) {
      if (marker === undefined) return false;
      open = marker;
      return true;
    }
    if (marker?.startsWith(open) && line.trim() === marker) open = null;
    return true;
  };
}

function trimBlankLines(lines: readonly string[]): string[] {
  const first = lines.findIndex(isFilled);
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex(isFilled) + 1);
}

function isFilled(line: string): boolean {
  return line.trim() !== '';
}
