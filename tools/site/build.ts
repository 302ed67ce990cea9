import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { toHtml } from 'hast-util-to-html';
import { loadCatalog } from '../../src/catalog/index.ts';
import { VERSION } from '../../src/cli/version.ts';
import { Links } from './links.ts';
import { type Rendered, render } from './markdown.ts';
import type { Page } from './page.ts';
import { sitePages } from './pages.ts';
import { type Entry, entryOf, indexScript } from './search-index.ts';
import { documentOf, SEARCH } from './shell.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = fileURLToPath(new URL('page/', import.meta.url));

/** The site: what is written, what is copied from the repository, and links that lead nowhere. */
export interface Site {
  /** Text by path of the site. */
  written: ReadonlyMap<string, string>;
  /** Path in the repository by path of the site. */
  copied: ReadonlyMap<string, string>;
  broken: readonly { source: string; href: string }[];
  pages: readonly Page[];
}

const SEARCHED: Page = {
  ...{ source: 'docs/search.md', to: SEARCH, title: 'Search', group: 'start' },
  markdown: '# Search\n',
};

/** All of the documentation as static pages that need nothing else. */
export function buildSite(): Site {
  const given = sitePages(ROOT, loadCatalog(`${ROOT}content`));
  const links = new Links(ROOT, given);
  const rendered = new Map<Page, Rendered>();
  // A page that is linked to is found while those that link to it are rendered.
  for (const page of links.pages)
    rendered.set(
      page,
      render(page.markdown, (href) => links.follow(page, href)),
    );
  const site = { version: VERSION, pages: [...rendered.keys()] };
  const documents = [...rendered, [SEARCHED, render(SEARCHED.markdown, (to) => ({ to }))] as const].map(
    ([page, content]) => [page.to, `${toHtml(documentOf(page, content, site), RAW)}\n`] as const,
  );
  const entries = [...rendered].map(([page, content]) => entryOf(page, content));
  return {
    written: new Map([...documents, ...assets(entries)]),
    copied: links.files,
    broken: links.broken,
    pages: site.pages,
  };
}

/** What micromark made has no HTML of the Markdown in it: that was escaped. */
const RAW = { allowDangerousHtml: true } as const;

function assets(entries: readonly Entry[]): [string, string][] {
  return [
    ['assets/site.css', bundled('site.css')],
    ['assets/site.js', bundled('main.ts')],
    ['assets/search.js', bundled('search.ts')],
    ['assets/search-index.js', indexScript(entries)],
  ];
}

function bundled(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [`${PAGE}${entry}`],
    ...{ bundle: true, write: false, minify: true, format: 'iife', target: 'es2022' },
    ...{ legalComments: 'none', logLevel: 'warning' },
  });
  return outputFiles.map(({ text }) => text.trim()).join('');
}
