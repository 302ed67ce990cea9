import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { Plain } from './plain.ts';

/** Loading the sources takes a child three times as long as its work; one that ends by itself leaves them compiled here. */
const COMPILED = mkdtempSync(join(tmpdir(), 'kubetrue-compiled-'));
afterAll(() => rmSync(COMPILED, { recursive: true, force: true }));

const CHILD = fileURLToPath(new URL('apply-child.ts', import.meta.url));

export interface Ended {
  signal: NodeJS.Signals | null;
  /** The last line that it wrote. */
  said: string;
}

/**
 * Applies a plan in a process of its own.
 * @param dieAt at which change of the disk it kills itself; 0: never
 * @param killAfterMs how long after it began it is killed; null: never
 */
export function applyApart(
  plain: Plain,
  planPath: string,
  { dieAt = 0, killAfterMs = null }: { dieAt?: number; killAfterMs?: number | null } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(plain), planPath, String(dieAt)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const begins = out === '';
    out += text;
    if (begins && killAfterMs !== null) sleep(killAfterMs).then(() => child.kill('SIGKILL'));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code !== null && code !== 0) reject(new Error(`exit code ${code}\n${err}`));
      else resolve({ signal, said: out.trim().split('\n').at(-1) ?? '' });
    });
  });
}
