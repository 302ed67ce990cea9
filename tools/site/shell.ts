import type { Element, Root } from 'hast';
import { h } from 'hastscript';
import { icon, iconSheet } from '../../src/report/html/icons.ts';
import { relative } from './links.ts';
import type { Rendered } from './markdown.ts';
import { GROUPS, type Group, INDEXED, type Page } from './page.ts';

/** Nothing comes from anywhere but the site itself, and nothing is sent. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** What is the same for every page. */
export interface Site {
  version: string;
  pages: readonly Page[];
}

/** A whole page around its content. */
export function documentOf(page: Page, { html, headings }: Rendered, site: Site): Root {
  const up = (to: string) => relative(page.to, to);
  return h(null, [
    { type: 'doctype' },
    h('html', { lang: 'en' }, [
      h('head', [
        h('meta', { charSet: 'utf-8' }),
        h('meta', { httpEquiv: 'Content-Security-Policy', content: POLICY }),
        h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
        h('meta', { name: 'color-scheme', content: 'light dark' }),
        h('meta', { name: 'referrer', content: 'no-referrer' }),
        h('title', page.to === 'index.html' ? 'Kubetrue' : `${page.title} - Kubetrue`),
        h('link', { rel: 'stylesheet', href: up('assets/site.css') }),
        ...scripts(page).map((name) => h('script', { src: up(`assets/${name}`), defer: true })),
      ]),
      h('body', [
        h('a.skip', { href: '#content' }, 'Skip to the content'),
        iconSheet(),
        header(page),
        h('div.columns', [
          h('main#content', { tabIndex: -1 }, [{ type: 'raw', value: html } as never, ...results(page)]),
          contents(headings),
          navigation(page, site),
        ]),
        h('footer.foot', `Kubetrue ${site.version}`),
      ]),
    ]),
  ]);
}

function scripts({ to }: Page): string[] {
  return to === SEARCH ? ['site.js', 'search-index.js', 'search.js'] : ['site.js'];
}

export const SEARCH = 'search.html';

function header(page: Page): Element {
  const up = (to: string) => relative(page.to, to);
  return h('header.top', [
    h('a.brand', { href: up('index.html') }, 'Kubetrue'),
    h('form.find', { action: up(SEARCH), method: 'get', role: 'search' }, [
      icon('search'),
      h('input#query', {
        ...{ type: 'search', name: 'q', ariaLabel: 'Search the documentation', placeholder: 'Search' },
        ...{ autoComplete: 'off', spellCheck: 'false', maxLength: 200 },
      }),
    ]),
    h('a.quiet.menu', { href: '#navigation' }, 'Menu'),
    h(
      'button#theme.quiet',
      { type: 'button', ariaPressed: 'false', ariaLabel: 'Dark colours', hidden: true },
      [icon('theme'), h('span', 'Dark')],
    ),
  ]);
}

/** Where the script writes what it finds. */
function results({ to }: Page): Element[] {
  if (to !== SEARCH) return [];
  return [
    h('p#count', { role: 'status' }, 'Search needs JavaScript; the menu leads everywhere without it.'),
    h('ol#results'),
  ];
}

function contents(headings: Rendered['headings']): Element {
  const parts = headings.filter(({ level }) => level === 2);
  if (parts.length < 2) return h('aside.contents');
  return h('aside.contents', [
    h('nav', { ariaLabel: 'On this page' }, [
      h('p.label', 'On this page'),
      h(
        'ul',
        parts.map(({ id, text }) => h('li', h('a', { href: `#${id}` }, text))),
      ),
    ]),
  ]);
}

function navigation(page: Page, { pages }: Site): Element {
  const groups = Object.entries(GROUPS) as [Group, string][];
  return h(
    'nav#navigation',
    { ariaLabel: 'Documentation', tabIndex: -1 },
    groups.flatMap(([group, name]) => section(group, name, page, pages)),
  );
}

function section(group: Group, name: string, page: Page, pages: readonly Page[]): Element[] {
  const own = pages.filter((one) => one.group === group);
  const listed = INDEXED.has(group) && (page.group !== group || group === 'rules') ? own.slice(0, 1) : own;
  const shown = group === 'project' ? listed.filter(isShown) : listed;
  return [
    h('p.label', name),
    h(
      'ul',
      shown.map((one) => {
        const here = one.to === page.to ? { ariaCurrent: 'page' } : {};
        const text = listed === own ? one.title : `All ${own.length - 1} ${group}`;
        return h('li', h('a', { href: relative(page.to, one.to), ...here }, text));
      }),
    ),
  ];
}

/** Decisions and what was linked to by the way have their links where they are spoken of. */
function isShown({ to }: Page): boolean {
  return /^project\/[A-Z]+\.html$/.test(to);
}
