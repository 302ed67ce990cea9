import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** An installed program of its own, and what it keeps of itself. */
class Installed {
  readonly home = mkdtempSync(join(tmpdir(), 'kubetrue-compiled-'));
  readonly #cache = join(this.home, 'dist/.compile-cache/rules', `${process.version}-${process.arch}`);

  constructor() {
    cpSync(join(PROJECT, 'bin'), join(this.home, 'bin'), { recursive: true });
    cpSync(join(PROJECT, 'dist'), join(this.home, 'dist'), { recursive: true });
    rmSync(join(this.home, 'dist/.compile-cache'), { recursive: true, force: true });
  }

  /** `rules list`, which must go well. */
  run(...nodeArguments: readonly string[]): string {
    const words = [...nodeArguments, join(this.home, 'bin/kubetrue.js'), 'rules', 'list'];
    const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    return stdout;
  }

  /**
   * A program that reaches its second file after `bin/load.js` has turned to what is good for long runs.
   *
   * @returns what is kept of it then
   */
  runLate(): string[] {
    const [entry, cache] = [join(this.home, 'early.cjs'), join(this.home, 'cache')];
    writeFileSync(entry, "setTimeout(() => require('./late.cjs'), 700);");
    writeFileSync(join(this.home, 'late.cjs'), 'module.exports = 1;');
    utimesSync(join(this.home, 'late.cjs'), 0, 0);
    const code = `require(${JSON.stringify(join(this.home, 'bin/load.js'))}).load(${JSON.stringify(entry)}, ${JSON.stringify(cache)})`;
    const runner = join(this.home, 'runner.cjs');
    writeFileSync(runner, code);
    const { stderr, status } = spawnSync(process.execPath, [runner], { encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    return readdirSync(join(cache, `${process.version}-${process.arch}`));
  }

  /** The kept code of the program itself, one file of each that is kept. */
  kept(): string[] {
    return readdirSync(this.#cache)
      .filter((name) => name.startsWith('kubetrue.cjs-'))
      .map((name) => join(this.#cache, name));
  }
}

const test = base.extend<{ installed: Installed }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of fixtures from here
  installed: async ({}, use) => {
    const installed = new Installed();
    await use(installed);
    rmSync(installed.home, { recursive: true });
  },
});

test('grows with what the first three runs need, and is then left alone', ({ installed }) => {
  const seen = [1, 2, 3, 4].map(() => {
    installed.run();
    const [file = ''] = installed.kept();
    return { files: installed.kept().length, file, modified: statSync(file).mtimeMs };
  });

  expect(seen.map(({ files }) => files)).toEqual([1, 1, 1, 1]);
  expect(new Set(seen.map(({ file }) => file)).size).toBe(3);
  expect(seen[3]).toEqual(seen[2]);
});

test('has the functions that ran, not only those that were there when the file was loaded', ({
  installed,
}) => {
  installed.run();

  expect(statSync(installed.kept()[0] ?? '').size).toBeGreaterThan(500_000);
});

test.for<[string, (code: Buffer) => Buffer]>([
  ['empty', () => Buffer.alloc(0)],
  ['cut short', (code) => code.subarray(0, code.length / 2)],
  ['something else', (code) => Buffer.alloc(code.length, 'x')],
])('that is %s is made anew', ([, damage], { installed }) => {
  const sound = installed.run();
  const [file = ''] = installed.kept();
  writeFileSync(file, damage(readFileSync(file)));

  expect(installed.run()).toBe(sound);

  expect(statSync(installed.kept()[0] ?? '').size).toBeGreaterThan(500_000);
});

test('of another V8, or of one with other flags, is made anew', ({ installed }) => {
  const sound = installed.run();

  expect(installed.run('--no-opt')).toBe(sound);

  expect(installed.run()).toBe(sound);
});

test('of a part that a long run reaches late is taken like that of a short run', ({ installed }) => {
  const kept = [1, 2, 3, 4, 5].map(() => installed.runLate().filter((name) => name.startsWith('late.cjs-')));

  expect(kept[3]?.[0]).toMatch(/\.2$/);
  expect(kept[4]).toEqual(kept[3]);
});

test('is not needed by a process that may write nothing', ({ installed }) => {
  const sound = installed.run();

  expect(installed.run('--permission', '--allow-fs-read=*')).toBe(sound);
});

test('is loaded under the flags that Node.js has by itself: its own modules are refused under others', () => {
  const { FLAGS_OF_NODE } = createRequire(import.meta.url)('../../bin/load.js') as {
    FLAGS_OF_NODE: string[];
  };
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });

  const defaults = new Set([...stdout.matchAll(/default: (--\S+)/g)].map(([, flag]) => flag));

  expect(FLAGS_OF_NODE.filter((flag) => !defaults.has(flag))).toEqual([]);
  expect(FLAGS_OF_NODE.length).toBeGreaterThan(0);
});
