import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { MAN } from './gen-man.ts';

/** Debian: apt-get install mandoc */
function mandoc(...words: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync('mandoc', [...words, `${MAN}kubetrue.1`], { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return `${stdout}${stderr}`;
}

test('mandoc has nothing to say against the manual page', () => {
  expect(mandoc('-T', 'lint', '-W', 'all')).toBe('');
});

test('the manual page fits into 80 columns, and nothing in it is taken for an escape', () => {
  const lines = mandoc('-T', 'ascii', '-O', 'width=80').replaceAll(/.[\b]/g, '').split('\n');

  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  const text = lines.join('\n');
  expect(text).toContain('kubetrue rules import pages/*.md -o my-rules');
  expect(text).toContain('-o, --output=FILE');
  expect(text).toContain('effect: by what is in force (default); letter: by the');
});
