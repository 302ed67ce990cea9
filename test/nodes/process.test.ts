import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { until } from './until.ts';

const START = `
  const { start } = await import(${JSON.stringify(new URL('process.ts', import.meta.url).href)});
  const { pid } = await start({ binary: 'sleep', argv: ['600'] });
  console.log(pid);
`;

it('ends with the process that started it, even when that one is killed', async () => {
  const starter = spawn(process.execPath, ['--input-type=module', '-e', START], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(starter.stdout, 'data');
  const pid = Number(line);
  expect(stateOf(pid)).toBe('sleep S');

  starter.kill('SIGKILL');

  await until('sleep has ended', 5_000, () => stateOf(pid) !== 'sleep S' || null);
});

/** Name and state; a process that has ended stays a zombie where the first process reaps none. */
function stateOf(pid: number): string | null {
  try {
    const [, name, state] = /^\d+ \((.*)\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return `${name} ${state}`;
  } catch {
    return null;
  }
}
