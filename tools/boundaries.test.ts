import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { crossings } from './boundaries.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'boundaries-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
}

const TARGETS = {
  'src/model/a.ts': 'export type A = string; export const a = 1;',
  'src/collect/a.ts':
    "import { a } from '../model/a.ts'; export const collect = (x: number): number => x + a;",
  'src/cli/a.ts': "import { collect } from '../collect/a.ts'; export const cli = collect;",
};

test.each([
  [
    'a value',
    'src/evaluate/x.ts',
    "import { collect } from '../collect/a.ts'; export const x = collect;",
    'evaluate-uses-only-model-util-components',
  ],
  [
    'a type alone',
    'src/report/x.ts',
    "import type { A } from '../evaluate/a.ts'; export type X = A;",
    'report-uses-only-model-util',
  ],
  [
    'a dynamic import',
    'src/prove/x.ts',
    "export const x = async () => (await import('../collect/a.ts')).collect;",
    'prove-uses-only-model-util-machine-components',
  ],
  ['a re-export', 'src/model/x.ts', "export * from '../collect/a.ts';", 'model-uses-only-itself'],
  [
    'the disk',
    'src/evaluate/x.ts',
    "import { readFileSync } from 'node:fs'; export const x = readFileSync;",
    'only-collect-and-prove-touch-the-machine',
  ],
  [
    'a program',
    'src/collect/x.ts',
    "import { spawn } from 'node:child_process'; export const x = spawn;",
    'no-child-processes',
  ],
  [
    'the command line',
    'src/collect/x.ts',
    "import { cli } from '../cli/a.ts'; export const x = cli;",
    'nobody-imports-cli',
  ],
])('finds a forbidden import of %s', async (_what, file, text, rule) => {
  write({ ...TARGETS, 'src/evaluate/a.ts': 'export type A = string;', [file]: text });

  const found = await crossings(directory, ['src']);

  expect(found.map((one) => one.split(':')[0])).toContain(rule);
});

test('allows what the architecture allows', async () => {
  write(TARGETS);

  expect(await crossings(directory, ['src'])).toEqual([]);
});
