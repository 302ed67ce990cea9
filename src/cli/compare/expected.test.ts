import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { expectedNodes } from './expected.ts';

const directory = mkdtempSync(join(tmpdir(), 'kubetrue-expect-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('a list may be longer than a file name can be', () => {
  const names = Array.from({ length: 40 }, (_, index) => `worker-${index}.example.internal`);

  expect(expectedNodes([names.join(',')])).toEqual(names);
  expect(expectedNodes(['n'.repeat(300)])).toEqual(['n'.repeat(300)]);
});

test('lines of a file', () => {
  const path = join(directory, 'nodes');
  writeFileSync(path, 'node/cp-1\n# workers\nworker-1 # old\n');

  expect(expectedNodes([path])).toEqual(['cp-1', 'worker-1']);
});

test('what cannot be read to its end is refused', () => {
  const loop = join(directory, 'loop');
  symlinkSync('loop', loop);

  expect(() => expectedNodes(['/dev/zero'])).toThrow(/neither a file nor a pipe/);
  expect(() => expectedNodes([directory])).toThrow(/is a directory/);
  expect(() => expectedNodes([loop])).toThrow(/cannot be read/);
});
