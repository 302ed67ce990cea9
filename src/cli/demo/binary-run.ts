import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Building etcd with cold caches on a small machine takes about a minute. */
const PATIENCE_MS = 15 * 60_000;

/** Runs a program to its end; throws one line that says what went wrong. */
export async function run(
  program: string,
  argv: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string> {
  try {
    const { stdout } = await execute(program, argv, {
      ...options,
      env: { ...process.env, ...options.env },
      timeout: PATIENCE_MS,
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    throw new Error(`${program}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const { code, stderr, message } = error as { code?: unknown; stderr?: string; message?: string };
  if (code === 'ENOENT') return 'not installed';
  const lastLine = stderr?.trim().split('\n').at(-1);
  return lastLine || message?.split('\n')[0] || String(error);
}

/** The version an etcd program prints about itself; null when it is not etcd. */
export async function askVersion(path: string): Promise<string | null> {
  try {
    const text = await run(path, ['--version']);
    return /^etcd Version: (\d+\.\d+\.\d+\S*)$/m.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}
