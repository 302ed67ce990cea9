import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_CODES, KubetrueError } from './errors.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const documented = [...page.matchAll(/^\| `(KT_[A-Z_]+)` \|/gm)].map((match) => match[1]);

test('docs/errors.md lists every code, and no other', () => {
  expect(documented).toEqual(Object.keys(ERROR_CODES));
});

test('an error carries all its problems', () => {
  const error = new KubetrueError('KT_CATALOG', [{ message: 'one', file: 'a', line: 1 }, { message: 'two' }]);

  expect(error.message).toBe('one\ntwo');
  expect(error.problems).toHaveLength(2);
});
