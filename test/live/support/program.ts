import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../bin/kubetrue.js', import.meta.url));

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Options {
  nodeArguments?: readonly string[];
  /** Beside the environment of this process. */
  env?: Readonly<Record<string, string>>;
}

/** Runs the built program with the given words, and Node itself with `nodeArguments`. */
export async function kubetrue(
  words: readonly string[],
  { nodeArguments = [], env = {} }: Options = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [...nodeArguments, PROGRAM, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/**
 * A scan looks at the whole machine, and other tests run members beside ours; together they may need more
 * connections than a scan opens. Then it is run again when they have ended.
 */
export async function kubetrueAskingAll(words: readonly string[], options?: Options): Promise<Ran> {
  for (let attempt = 0; ; attempt += 1) {
    const ran = await kubetrue(words, options);
    if (attempt === ATTEMPTS || !ran.stdout.includes('connections per scan is reached')) return ran;
    await sleep(PAUSE_MS);
  }
}

const ATTEMPTS = 60;
const PAUSE_MS = 1_000;
