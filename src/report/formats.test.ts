import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FORMAT_NAMES, FORMATS, formatNamed } from './formats.ts';

test('docs/formats.md has a section for each format, and no other', () => {
  const page = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');

  const sections = [...page.matchAll(/^### `(\S+)`$/gm)].map(([, name]) => name);

  expect(sections.toSorted()).toEqual([...FORMAT_NAMES].sort());
  for (const name of FORMAT_NAMES) expect(page).toContain(`.${FORMATS[name].extension}`);
});

test('a name that is none has no format', () => {
  expect(formatNamed('toString')).toBeUndefined();
});
