import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

export interface Heading {
  id: string;
  text: string;
  level: number;
}

export interface Rendered {
  html: string;
  headings: readonly Heading[];
}

/** Where a link leads, and the title of the page there, if it is one. */
export interface Destination {
  to: string;
  title?: string;
}

/**
 * Markdown as HTML, with the anchors that GitHub gives its headings. HTML in it is shown as text.
 *
 * @param link where a link or a picture leads from the page
 */
export function render(markdown: string, link: (href: string) => Destination): Rendered {
  const plain = markdown.replace(/^<!--.*-->\n/gm, '');
  const html = micromark(plain, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const headings: Heading[] = [];
  const ids = new Map<string, number>();
  const anchored = html.replace(/<h([1-6])>([\s\S]*?)<\/h\1>/g, (_, level: string, inner: string) => {
    const text = textOf(inner);
    const id = unique(slugOf(text), ids);
    headings.push({ id, text, level: Number(level) });
    const anchor =
      level === '1' ? '' : `<a class="anchor" href="#${id}" aria-hidden="true" tabindex="-1">#</a>`;
    return `<h${level} id="${id}">${inner}${anchor}</h${level}>`;
  });
  return { html: wrapped(withLinks(anchored, link)), headings };
}

/** What is wider than the page scrolls by itself, by keyboard too. */
function wrapped(html: string): string {
  return html
    .replaceAll('<table>', '<div class="wide" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<pre>', '<pre tabindex="0">');
}

function withLinks(html: string, link: (href: string) => Destination): string {
  return html.replace(
    / (href|src)="([^"]*)"(?:>([\w./-]+\.md)<)?/g,
    (_, name: string, value: string, file?: string) => {
      const { to, title } = value.startsWith('#') ? { to: value } : link(unescaped(value));
      // What is a file in the repository is a page here.
      const text = file === undefined ? '' : `>${escaped(title ?? file)}<`;
      return ` ${name}="${escaped(to)}"${text}`;
    },
  );
}

/** The text of HTML without its elements. */
export function textOf(html: string): string {
  return unescaped(html.replace(/<[^>]*>/g, ''));
}

/** As GitHub makes anchors of headings. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

function unique(slug: string, ids: Map<string, number>): string {
  const count = ids.get(slug) ?? 0;
  ids.set(slug, count + 1);
  return count === 0 ? slug : `${slug}-${count}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
