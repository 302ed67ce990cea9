import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../bin/kubetrue.js', import.meta.url));

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built program with the given words, and Node itself with `nodeArguments`. */
export async function kubetrue(
  words: readonly string[],
  { nodeArguments = [], env = {} }: { nodeArguments?: readonly string[]; env?: Record<string, string> } = {},
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
