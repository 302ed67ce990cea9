import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { insideUser } from './user-map.ts';

const isRoot = process.geteuid?.() === 0;
let child: ChildProcess | null = null;

afterEach(() => {
  child?.kill();
  child = null;
});

/** Runs a program until the test ends; what it is run with replaces itself by `sleep`. */
async function running(words: readonly string[]): Promise<number> {
  const [program = '', ...rest] = [...words, 'sh', '-c', 'echo; exec sleep 60'];
  child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout === null || child.pid === undefined) throw new Error('it does not run');
  await once(child.stdout, 'data');
  return child.pid;
}

function userOf(pid: number): number | null {
  return insideUser(`/proc/${pid}`, readFileSync(`/proc/${pid}/status`, 'latin1'));
}

it('a process is the user that it is to the machine', async () => {
  const pid = await running(isRoot ? ['setpriv', '--reuid=4242'] : []);

  expect(userOf(pid)).toBe(isRoot ? 4242 : process.geteuid?.());
});

it('in a user namespace it is the one that it is inside', async () => {
  const other = isRoot ? ['setpriv', '--reuid=4242', '--clear-groups'] : [];
  const pid = await running([...other, 'unshare', '--user', '--map-user=7']);

  expect(userOf(pid)).toBe(7);
  const outside = isRoot ? 4242 : process.geteuid?.();
  expect(readFileSync(`/proc/${pid}/status`, 'latin1')).toMatch(new RegExp(`^Uid:\\t${outside}\\t`, 'm'));
});

it('one that the map does not have is not known', () => {
  expect(insideUser('/proc/no-such', 'Uid:\t0\t0\t0\t0\n')).toBeNull();
});
