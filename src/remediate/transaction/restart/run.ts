import { spawn } from 'node:child_process';
import { Refusal } from '../refusal.ts';

const LONGEST_MS = 90_000;
const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

/**
 * Runs a program to its end, without a shell. What it writes may hold anything and is not shown.
 * @throws Refusal when it cannot be run, fails, or takes longer than 90 s
 */
export function run(program: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      env: ENVIRONMENT,
      stdio: 'ignore',
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
      cwd: '/',
      // A signal to the terminal's group must not end it half way.
      detached: true,
    });
    child.once('error', (error) => reject(new Refusal(`${program} cannot be run: ${error.message}`)));
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(new Refusal(`${[program, ...words].join(' ')} ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}
