import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/index.ts';
import { COMMAND_NAMES } from '../../src/cli/commands.ts';
import { ERROR_CODES } from '../../src/model/errors.ts';
import { FORMAT_NAMES } from '../../src/report/formats.ts';
import { buildSite } from './build.ts';
import { render, slugOf } from './markdown.ts';

const site = buildSite();
const documents = [...site.written].filter(([to]) => to.endsWith('.html'));

function linksOf(html: string): string[] {
  return [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
}

describe('the site', () => {
  it('has no link of the documentation that leads nowhere', () => {
    expect(site.broken).toEqual([]);
  });

  it('has a page or file, and its anchor, behind every link', () => {
    const ids = new Map(
      documents.map(([to, html]) => [to, new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))]),
    );

    const missing = documents.flatMap(([from, html]) =>
      linksOf(html)
        .filter((href) => !/^[a-z]+:/.test(href))
        .filter((href) => {
          const [path = '', fragment] = href.split('#');
          const to = path === '' ? from : posix.join(posix.dirname(from), path);
          const there = site.written.has(to) || site.copied.has(to);
          return !there || (fragment !== undefined && ids.get(to)?.has(fragment) === false);
        })
        .map((href) => `${from}: ${href}`),
    );

    expect(missing).toEqual([]);
  });

  it('has a page for every rule, command, format and error, and for all that is written', () => {
    const rules = loadCatalog('content').rules.map(({ id }) => `rules/${id}.html`);
    const wanted = [
      ...rules,
      ...COMMAND_NAMES.map((name) => `commands/${name}.html`),
      ...FORMAT_NAMES.map((name) => `formats/${name}.html`),
      ...Object.keys(ERROR_CODES).map((code) => `errors/${code}.html`),
    ];
    const written = readdirSync('docs').filter((name) => name.endsWith('.md'));
    const sources = new Set(site.pages.map(({ source }) => source));

    expect(rules.length).toBeGreaterThan(100);
    expect(wanted.filter((to) => !site.written.has(to))).toEqual([]);
    expect(written.filter((name) => !sources.has(`docs/${name}`))).toEqual([]);
  });

  it('loads nothing from elsewhere', () => {
    const loaded = documents.flatMap(([, html]) =>
      [...html.matchAll(/<(?:script|link|img|iframe|object|embed|form)\b[^>]*/g)].map(([tag]) => tag),
    );

    expect(loaded.length).toBeGreaterThan(documents.length);
    expect(loaded.filter((tag) => /(?:href|src|action)="(?:[a-z]+:|\/\/)/i.test(tag))).toEqual([]);
  });

  it('is found in by a small index', () => {
    const index = site.written.get('assets/search-index.js') ?? '';

    expect(index).toContain('kubelet-anonymous-auth');
    expect(index.length).toBeLessThan(256 * 1024);
  });
});

describe('Markdown', () => {
  it('has the anchors that GitHub gives', () => {
    expect(slugOf('`report merge` & co: it’s done')).toBe('report-merge--co-its-done');
    expect(render('## Same\n\n## Same\n', (to) => ({ to })).headings.map(({ id }) => id)).toEqual([
      'same',
      'same-1',
    ]);
  });

  it('calls a page by its title where the text of a link is its file', () => {
    const { html } = render('[a/b.md](a/b.md) [b](b.md)\n', (href) => ({ to: `${href}l`, title: 'The <b>' }));

    expect(html).toBe('<p><a href="a/b.mdl">The &lt;b></a> <a href="b.mdl">b</a></p>\n');
  });

  it('with HTML and scripts in it shows them as text', () => {
    const { html } = render('<script>x</script>\n\n[a](javascript:x)\n\n## <b>t</b>\n', (to) => ({ to }));

    expect(html).not.toMatch(/<script|<b>|javascript:/);
  });
});
