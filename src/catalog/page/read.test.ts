import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KubetrueError } from '../../model/errors.ts';
import { readPage } from './read.ts';

const FIXTURE = readFileSync(new URL('./fixtures/harbour-lights.md', import.meta.url), 'utf8');

function errorOf(text: string): KubetrueError {
  try {
    readPage(text);
  } catch (error) {
    if (error instanceof KubetrueError) return error;
    throw error;
  }
  throw new Error('the page was read');
}

describe('readPage', () => {
  it('keeps the control as it is written', () => {
    const { page } = readPage(FIXTURE);

    expect(page.frontMatter.control).toBe('5.10');
  });

  it('joins a folded title and keeps keys it does not know', () => {
    const { page } = readPage(FIXTURE);

    expect(page.frontMatter.title).toBe(
      '--lamp-cert-auth argument is set to true on every lamp that the harbour office can reach',
    );
    expect(page.frontMatter).toMatchObject({ integration_id: 'lights', disable_edit: true });
  });

  it('finds headings in any case, none inside fences, and keeps the first of two', () => {
    const { page } = readPage(FIXTURE);

    expect(page.sections.Rationale).toBe('Whoever reaches the lamp port can switch the harbour dark.');
    expect(page.sections.Audit).toContain('## not a heading\n```\nVerify');
    expect(page.sections.Audit).toContain('    lampctl show   \n');
  });

  it('reports what it passed over, with lines', () => {
    const { warnings } = readPage(FIXTURE, 'lights.md');

    expect(warnings).toEqual([
      {
        message: '## Audit stands there twice; the first one counts',
        file: 'lights.md',
        line: 56,
        excerpt: '## Audit',
      },
      {
        message: '## Referenses is no section of a page',
        file: 'lights.md',
        line: 60,
        excerpt: '## Referenses',
        hint: 'did you mean "References"?',
      },
    ]);
  });

  it('takes `None.` and `None` for nothing and keeps notes', () => {
    const { page } = readPage(FIXTURE);

    expect(page.sections).toMatchObject({ Impact: '', 'Default Value': '' });
    expect(page.sections.Remediation).toContain('*Note*: one lamp at a time.');
  });

  it('reads references in all their forms, whatever their numbers and labels', () => {
    const { page } = readPage(FIXTURE);

    expect(page.references).toEqual([
      { url: 'https://lamps.example/one', note: '' },
      { url: 'https://lamps.example/two', note: '' },
      { url: 'https://lamps.example/three', note: 'It tells the three lamps apart.' },
      { url: 'https://lamps.example/four', note: '' },
    ]);
  });

  it('reads CIS Controls glued to the id, two on one line, and below a version alone', () => {
    const { page } = readPage(FIXTURE);

    expect(page.safeguards).toEqual([
      { version: '6', id: '5.1', text: 'Keep the lamps few - Fewer lamps, fewer keys.' },
      { version: '7', id: '4.1', text: 'List the lamps' },
      { version: '8', id: '3.3', text: 'Lock the lamp room' },
    ]);
  });

  it('reads a version of the CIS Controls with no id at all', () => {
    const text = FIXTURE.replace(/## CIS Controls[\s\S]*/, '## CIS Controls\n\nVersion 7 Know your lamps\n');

    const { page } = readPage(text);

    expect(page.safeguards).toEqual([{ version: '7', id: null, text: 'Know your lamps' }]);
  });

  it('takes two-digit ids apart from the version', () => {
    const text = FIXTURE.replace('Version 6.5.1', 'Version 6.14.4');

    const { page } = readPage(text);

    expect(page.safeguards[0]).toMatchObject({ version: '6', id: '14.4' });
  });

  it.each([
    ['CRLF line ends', FIXTURE.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${FIXTURE}`],
    ['no newline at the end', FIXTURE.trimEnd()],
  ])('reads the same page from %s', (_name, text) => {
    const { page } = readPage(text);

    expect(page).toEqual(readPage(FIXTURE).page);
  });

  it('goes on without a section that is not needed', () => {
    const { page, warnings } = readPage(FIXTURE.replace('## Impact\n\nNone.\n', ''));

    expect(page.sections.Impact).toBe('');
    expect(warnings).toContainEqual({ message: '## Impact is missing', file: 'page.md' });
  });

  it('names everything that keeps a page from being read', () => {
    const text = FIXTURE.replace('control: 5.10\n', '')
      .replace('## Description', '## Descripton')
      .replaceAll('## Audit', '## Check');

    const error = errorOf(text);

    expect(error.code).toBe('KT_PAGE');
    expect(error.problems.map((problem) => problem.message)).toEqual([
      'front matter has no control',
      '## Description is missing',
      '## Audit is missing',
    ]);
  });

  it.each([
    ['no front matter', '## Description\n', 'has no front matter between two --- lines'],
    ['an unclosed front matter', '---\ncontrol: 1.1\n', 'has no front matter between two --- lines'],
    ['a front matter that is a list', '---\n- control\n---\n', 'front matter has no control'],
    [
      'aliases that multiply',
      `---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c]\n---\n`,
      'has YAML aliases that unfold without measure',
    ],
    ['a control that is a list', FIXTURE.replace('5.10', '[5, 10]'), 'front matter has no control'],
  ])('refuses %s', (_name, text, message) => {
    const error = errorOf(text);

    expect(error.problems[0]?.message).toBe(message);
  });

  it('points at the line of broken YAML', () => {
    const error = errorOf(FIXTURE.replace('kind: documentation', 'kind: [documentation'));

    expect(error.problems[0]).toMatchObject({ file: 'page.md', line: 9, excerpt: 'rule_category:' });
    expect(error.problems[0]?.message).toContain('is no valid YAML');
  });
});
