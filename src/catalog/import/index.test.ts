import { describe, expect, it } from 'vitest';
import { importContext } from '../../cli/rules/import-context.ts';
import { KubetrueError } from '../../model/errors.ts';
import { loadCatalog } from '../index.ts';
import { COMPILES } from './fixtures/compiles.ts';
import { ODDITIES } from './fixtures/oddities.ts';
import { pageText } from './fixtures/page-text.ts';
import { REFUSED } from './fixtures/refused.ts';
import { type ImportedPage, importPage } from './index.ts';

/** Without rules of ours, so that what comes out is what the page says. */
const ALONE = { ...importContext(loadCatalog('content')), rules: [] };

function imported(text: string): ImportedPage {
  return importPage('page.md', new TextEncoder().encode(text), ALONE);
}

function refusalOf(bytes: Uint8Array): KubetrueError {
  try {
    importPage('page.md', bytes, ALONE);
  } catch (error) {
    if (error instanceof KubetrueError) return error;
    throw error;
  }
  throw new Error('the page was compiled');
}

describe('importPage', () => {
  it('is tried on pages enough', () => {
    expect(COMPILES.length + Object.keys(ODDITIES).length).toBeGreaterThanOrEqual(60);
    expect(REFUSED.length).toBeGreaterThanOrEqual(30);
  });

  it.each(COMPILES)('compiles $name', ({ audit, component, check, kind = 'exact', applies }) => {
    const { frontMatter } = imported(pageText({ audit }));

    expect(frontMatter).toMatchObject({ component, check, source: { kind } });
    expect(frontMatter.check).toEqual(check);
    expect(frontMatter.applies).toEqual(applies);
  });

  it.each(Object.entries(ODDITIES))('reads a page with %s', (_name, text) => {
    const { frontMatter } = imported(text);

    expect(frontMatter.component).toBe('kube-scheduler');
    expect(frontMatter.check).toEqual({ settings: ['profiling'], must: { equal: false } });
    expect(frontMatter.source?.kind).toBe('exact');
  });

  it.each(REFUSED)('refuses: $sentence', ({ sentence, audit }) => {
    const text = pageText({ audit });

    const { code, problems } = refusalOf(new TextEncoder().encode(text));

    expect(code).toBe('KT_IMPORT');
    expect(problems.map(({ excerpt }) => excerpt?.replace(/^\*Note\*: /, ''))).toEqual([sentence]);
    const [{ line = 0 } = {}] = problems;
    expect(text.split('\n')[line - 1]).toContain(sentence.split('\n')[0]?.slice(0, 40));
  });

  it('tells of every sentence that it does not understand', () => {
    const audit = 'Look out.\n\nShade the lamps!\n\nVerify that all is dark.';

    const { problems } = refusalOf(new TextEncoder().encode(pageText({ audit })));

    expect(problems.map(({ excerpt }) => excerpt)).toEqual(
      expect.arrayContaining(['Look out.', 'Shade the lamps!', 'Verify that all is dark.']),
    );
  });
});

describe('a page that is none', () => {
  const page = pageText({ audit: 'None' });

  it.each<[string, Uint8Array, object]>([
    [
      'not UTF-8',
      Buffer.from(page.replace('Bright lamps', 'Br\u00ecght lamps'), 'latin1'),
      { line: 19, message: 'is not UTF-8 text', excerpt: expect.stringContaining('ght lamps blind') },
    ],
    [
      'UTF-16',
      Buffer.from(`\uFEFF${page}`, 'utf16le'),
      { line: 1, message: 'is not UTF-8 text', excerpt: expect.any(String) },
    ],
    [
      'five megabytes long',
      Buffer.from(page + 'dark '.repeat(1_000_000)),
      { line: 1, excerpt: '---', message: expect.stringContaining('bytes long') },
    ],
    [
      'with a NUL',
      Buffer.from(page.replace('lamps', 'la\0mps')),
      { message: expect.stringContaining('NUL') },
    ],
    ['without front matter', Buffer.from('# Lamps\n'), { line: 1, excerpt: '# Lamps' }],
    [
      'a YAML bomb',
      Buffer.from(page.replace('type:', `${bomb()}type:`)),
      { line: expect.any(Number), excerpt: expect.any(String), message: expect.stringContaining('unfold') },
    ],
    [
      'of brackets without end',
      Buffer.from(page.replace('type:', `deep: ${'['.repeat(100_000)}\ntype:`)),
      { line: expect.any(Number), excerpt: expect.any(String) },
    ],
    [
      'with an Audit that says nothing',
      Buffer.from(page),
      { message: expect.stringContaining('says nothing') },
    ],
  ])('is told of when it is %s', (_name, bytes, problem) => {
    const { problems } = refusalOf(bytes);

    expect(problems[0]).toMatchObject({ file: 'page.md', ...problem });
  });
});

function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(10)}]`,
  );
  return `a0: &a0 [lamp]\n${levels.join('\n')}\n`;
}
