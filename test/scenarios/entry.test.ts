import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const OLD = "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kubetrue-entry-'));
  cpSync(join(PROJECT, 'bin'), join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'old.cjs'), OLD);
});
afterEach(() => rmSync(home, { recursive: true }));

function run(args: readonly string[], nodeOptions: readonly string[] = []) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...nodeOptions, join(home, 'bin/kubetrue.js'), ...args],
    { encoding: 'utf8', env: { PATH: process.env.PATH } },
  );
  return { stdout, stderr, status };
}

test('under an outdated Node it says what it needs', () => {
  const { stderr, status } = run(['--version'], ['--require', join(home, 'old.cjs')]);

  expect(stderr).toContain('needs Node.js 24.15 or later; this is 20.20.2');
  expect(status).toBe(2);
});

test('under an outdated Node it hands over to the one that the checkout brought', () => {
  cpSync(join(PROJECT, 'dist'), join(home, 'dist'), { recursive: true });
  mkdirSync(join(home, 'node_modules/node/bin'), { recursive: true });
  symlinkSync(process.execPath, join(home, 'node_modules/node/bin/node'));

  const { stdout, status } = run(['scan', '--nonsense'], ['--require', join(home, 'old.cjs')]);

  expect(stdout).toBe('');
  expect(status).toBe(2);
  expect(run(['--version'], ['--require', join(home, 'old.cjs')]).stdout).toMatch(/^kubetrue \d/);
});

test('a bug is told with places in the sources', () => {
  cpSync(join(PROJECT, 'dist'), join(home, 'dist'), { recursive: true });
  const slip = 'Array.prototype.toSorted = () => { throw new Error("slip"); };';
  writeFileSync(join(home, 'slip.cjs'), slip);

  const { stderr, status } = run(['demo'], ['--require', join(home, 'slip.cjs')]);

  expect(stderr).toMatch(/Error: slip\n.*\n +at .*\(src\/[a-z/-]+\.ts:\d+:\d+\)/);
  expect(stderr).not.toContain('kubetrue.cjs:');
  expect(status).toBe(2);
});

test('a checkout that is not built says how to build it', () => {
  mkdirSync(join(home, 'tools'));
  writeFileSync(join(home, 'tools/build.ts'), '');

  const { stderr, status } = run(['--version']);

  expect(stderr).toContain('is not built');
  expect(stderr).toContain('npm ci');
  expect(status).toBe(2);
});

test('compiled code is kept beside the program, but not in a tree that is judged', () => {
  cpSync(join(PROJECT, 'dist'), join(home, 'dist'), { recursive: true });
  const cache = join(home, 'dist/.compile-cache');
  rmSync(cache, { recursive: true, force: true });

  run(['scan', '--root', home]);
  expect(existsSync(cache)).toBe(false);

  run(['rules', 'list']);
  expect(existsSync(cache)).toBe(true);
});
