import { describe, expect, it } from 'vitest';
import { sectionsOf } from './headings.ts';

describe('sectionsOf', () => {
  it('gives bodies without blank ends, with the line of each heading', () => {
    const sections = sectionsOf('preface\n\n## One\n\n  first\n\nlast\n\n\n## Two ##\n', 10);

    expect(sections).toEqual([
      { title: 'One', line: 12, bodyLine: 14, body: '  first\n\nlast' },
      { title: 'Two', line: 19, bodyLine: 20, body: '' },
    ]);
  });

  it.each([
    ['a fence', '```\n## no\n```'],
    ['a fence with a language', '```sh\n## no\n```'],
    ['tildes', '~~~\n## no\n```\n~~~'],
    ['a longer fence around a shorter one', '````\n```\n## no\n```\n````'],
    ['a fence inside a numbered step', '1. step\n\n    ```\n## no\n    ```'],
  ])('finds no heading inside %s', (_name, body) => {
    const sections = sectionsOf(`## Yes\n${body}\n## After`);

    expect(sections.map(({ title }) => title)).toEqual(['Yes', 'After']);
  });

  it.each([
    ['three levels', '### no'],
    ['one level', '# no'],
    ['no blank after the marks', '##no'],
    ['four blanks before', '    ## no'],
  ])('takes %s for text', (_name, line) => {
    const sections = sectionsOf(`## Yes\n${line}`);

    expect(sections).toEqual([{ title: 'Yes', line: 1, bodyLine: 2, body: line }]);
  });

  it('takes code on one line for no fence', () => {
    const sections = sectionsOf('## One\n```inline``` code\n## Two');

    expect(sections.map(({ title }) => title)).toEqual(['One', 'Two']);
  });
});
