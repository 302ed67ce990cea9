import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import type {
  Html,
  InlineCode,
  Link,
  Paragraph,
  PhrasingContent,
  RootContent,
  Strong,
  Table,
  Text,
} from 'mdast';

type Inline = string | Text | InlineCode | Strong | Link;

/** Invisible, and enough that GitHub sees no name and no number to link, nor an address. */
const APART = '\u200b';

/** Text in which GitHub finds nobody to notify and nothing to link. */
export function plain(text: string): string {
  return text.replace(/[@#]|:(?=\/\/)|\bwww(?=\.)/gi, `$&${APART}`);
}

export function text(value: string): Text {
  return { type: 'text', value: plain(value) };
}

export function code(value: string): InlineCode {
  return { type: 'inlineCode', value };
}

export function strong(value: string): Strong {
  return { type: 'strong', children: [text(value)] };
}

export function paragraph(...content: readonly Inline[]): Paragraph {
  return { type: 'paragraph', children: phrasing(content) };
}

export function heading(depth: 1 | 2 | 3, value: string): RootContent {
  return { type: 'heading', depth, children: [text(value)] };
}

/** A table; each row has as many cells as the head. */
export function table(head: readonly string[], rows: readonly (readonly (readonly Inline[])[])[]): Table {
  const row = (cells: readonly (readonly Inline[])[]) => ({
    type: 'tableRow' as const,
    children: cells.map((content) => ({ type: 'tableCell' as const, children: phrasing(content) })),
  });
  return { type: 'table', children: [row(head.map((name) => [name])), ...rows.map(row)] };
}

/** Content that is shown when its line is clicked. */
export function folded(
  line: readonly (string | { bold: string })[],
  content: readonly RootContent[],
): RootContent[] {
  const summary = h(
    'summary',
    line.map((part) => (typeof part === 'string' ? plain(part) : h('b', plain(part.bold)))),
  );
  return [html(`<details>${toHtml(summary)}`), ...content, html('</details>')];
}

function html(value: string): Html {
  return { type: 'html', value };
}

function phrasing(content: readonly Inline[]): PhrasingContent[] {
  return content.map((part) => (typeof part === 'string' ? text(part) : part));
}
