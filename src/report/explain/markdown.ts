import { type Look, paint } from '../text/paint.ts';
import { fill, inlineRuns } from './styled.ts';

const FENCE = /^([ \t]*)(`{3,}|~{3,})/;
const ITEM = /^([ \t]*)([-*]|\d+[.)])[ \t]+(.*)$/;

/** Text that is filled: a paragraph, or an item of a list with its mark. */
interface Filled {
  kind: 'filled';
  indent: number;
  mark: string;
  text: string;
}
/** Lines that stay as they are. */
interface Verbatim {
  kind: 'verbatim';
  indent: number;
  lines: string[];
}
interface Blank {
  kind: 'blank';
}
type Block = Filled | Verbatim | Blank;

/**
 * The Markdown of rule pages (paragraphs, lists, code fences, code spans, emphasis) as lines for a terminal of
 * `look.width` columns. Code is not filled.
 */
export function markdownLines(text: string, look: Look): string[] {
  return blocksOf(text).flatMap((block) => blockLines(block, look));
}

function blockLines(block: Block, look: Look): string[] {
  switch (block.kind) {
    case 'blank':
      return [''];
    case 'verbatim':
      return block.lines.map((line) =>
        `${' '.repeat(block.indent + 2)}${paint(look, 'cyan', line)}`.trimEnd(),
      );
    case 'filled': {
      const lead = `${' '.repeat(block.indent)}${block.mark}`;
      const hanging = ' '.repeat(lead.length);
      const lines = fill(inlineRuns(block.text, look), look.width - lead.length, look);
      return lines.map((line, index) => (index === 0 ? lead : hanging) + line);
    }
  }
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let fence: { block: Verbatim; marker: string; strip: number } | null = null;
  for (const line of text.split('\n')) {
    const marker = FENCE.exec(line);
    if (fence !== null) {
      if (marker?.[2]?.startsWith(fence.marker)) fence = null;
      else fence.block.lines.push(withoutIndent(line, fence.strip));
    } else if (marker !== null) {
      const strip = marker[1]?.length ?? 0;
      const block: Verbatim = { kind: 'verbatim', indent: strip, lines: [] };
      blocks.push(block);
      fence = { block, marker: marker[2] ?? '', strip };
    } else addLine(blocks, line);
  }
  return blocks;
}

function addLine(blocks: Block[], line: string): void {
  const last = blocks.at(-1);
  const item = ITEM.exec(line);
  if (line.trim() === '') {
    if (last?.kind !== 'blank') blocks.push({ kind: 'blank' });
  } else if (item !== null) {
    const [, indent = '', mark = '', text = ''] = item;
    blocks.push({ kind: 'filled', indent: indent.length, mark: `${mark} `, text });
  } else if (last?.kind === 'filled') {
    last.text += ` ${line.trim()}`;
  } else {
    blocks.push({
      kind: 'filled',
      indent: line.length - line.trimStart().length,
      mark: '',
      text: line.trim(),
    });
  }
}

function withoutIndent(line: string, columns: number): string {
  return line.slice(0, columns).trim() === '' ? line.slice(columns) : line.trimStart();
}
