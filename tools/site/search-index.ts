import type { Rendered } from './markdown.ts';
import { textOf } from './markdown.ts';
import type { Page } from './page.ts';

/** A page as the search knows it: place, title, first words, and what else it is found by. */
export type Entry = readonly [to: string, title: string, about: string, words: string];

const ABOUT = 160;

/** Titles, headings, first sentences, and what stands in code: settings, options, files, ids. */
export function entryOf(page: Page, { html, headings }: Rendered): Entry {
  const first = textOf(/<p>([\s\S]*?)<\/p>/.exec(html)?.[1] ?? '');
  const about = (page.about ?? first).replaceAll(/\s+/g, ' ');
  const code = [...html.matchAll(/<code>([^<]{2,60})<\/code>/g)].map(([, text = '']) => textOf(text));
  const words = [...(page.keywords ?? []), ...headings.map(({ text }) => text), ...code]
    .join(' ')
    .toLowerCase()
    .split(/\s+/);
  const cut = about.length > ABOUT ? `${about.slice(0, about.lastIndexOf(' ', ABOUT))} …` : about;
  return [page.to, page.title, cut, [...new Set(words)].join(' ')];
}

/** The index as a script: a page opened from a disk may load scripts beside it, and no data. */
export function indexScript(entries: readonly Entry[]): string {
  return `globalThis.kubetrueIndex = ${JSON.stringify(entries).replaceAll('<', '\\u003c')};\n`;
}
