import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
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
  onTestFinished(() => void starter.kill('SIGKILL'));
  const [line] = await once(starter.stdout, 'data');
  const pid = Number(line);
  expect(sleeps(pid)).toBe(true);

  starter.kill('SIGKILL');

  await until('sleep has ended', 5_000, () => !sleeps(pid) || null);
});

/** Whether it is a sleep that has not ended; one that has stays a zombie where the first process reaps none. */
function sleeps(pid: number): boolean {
  try {
    return /^\d+ \(sleep\) [^Z]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
