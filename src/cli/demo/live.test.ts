import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from './cluster-directory.ts';

const ENTRY = fileURLToPath(new URL('../entry.ts', import.meta.url));
let directory: TemporaryDirectory;

beforeEach(() => {
  directory = temporaryDirectory('kubetrue-test-');
});

afterEach(() => directory.remove());

describe('demo --live', () => {
  it('shows the hole of one of three real members and leaves nothing behind', async () => {
    const { output, ended } = liveDemo();

    const code = await ended;

    expect(output().replaceAll(/\s+/g, ' ')).toMatch(
      /A stranger was let in: GET http:\/\/127\.0\.0\.1:\d+\/members/,
    );
    expect(output().match(/^etcd \S+ · m\d · pid \d+$/gm)).toHaveLength(3);
    expect(code).toBe(0);
    expect(leftovers()).toEqual([]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends its members on %s', async (signal, expected) => {
    const { child, output, ended } = liveDemo();
    await until(() => output().includes('Starting three members') && etcdsIn(directory.path).length > 0);

    child.kill(signal);
    const code = await ended;

    expect(code).toBe(expected);
    await until(() => etcdsIn(directory.path).length === 0);
    expect(leftovers()).toEqual([]);
  });
});

function liveDemo() {
  const env = { ...process.env, TMPDIR: directory.path, NO_COLOR: '1', COLUMNS: '200' };
  const child = spawn(process.execPath, [ENTRY, 'demo', '--live'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output: () => text, ended };
}

function leftovers(): string[] {
  return [...readdirSync(directory.path), ...etcdsIn(directory.path)];
}

/** Command lines of running etcd processes whose data lies below a directory. */
function etcdsIn(path: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine)
    .filter((line) => line.includes(`--data-dir=${path}/`));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
