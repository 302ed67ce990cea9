import { start } from '../program.ts';
import type { Launch } from './launch.ts';

/** What the real kubelet did with a launch. */
export type Answer =
  | { outcome: 'refused'; because: string; log: string }
  | {
      outcome: 'started';
      /** Its configuration in force, by the names of Go's fields. */
      configuration: Readonly<Record<string, unknown>>;
      /** Its flags, defaults included. */
      flags: Readonly<Record<string, string>>;
      log: string;
    };

const PATIENCE_MS = 30_000;

/**
 * Runs the kubelet against a container runtime that is not there: by then it has loaded, checked and logged its whole
 * configuration and has built its authentication, and then it ends by itself.
 */
export async function askKubelet(binary: string, { directory, argv, env }: Launch): Promise<Answer> {
  const program = start(binary, directory, { argv, env, files: {} });
  const timer = setTimeout(() => void program.kill(), PATIENCE_MS);
  await program.exited;
  clearTimeout(timer);
  const log = program.log();
  const configuration = configurationIn(log);
  if (configuration === null || !log.includes('validate service connection'))
    return { outcome: 'refused', because: lastWords(log), log };
  return { outcome: 'started', configuration, flags: flagsIn(log), log };
}

function configurationIn(log: string): Record<string, unknown> | null {
  const [, text] = /"KubeletConfiguration" configuration=<\n([\s\S]*?)\n >/.exec(log) ?? [];
  return text === undefined ? null : (JSON.parse(text) as Record<string, unknown>);
}

function flagsIn(log: string): Record<string, string> {
  const lines = log.matchAll(/FLAG: --([a-z0-9-]+)=("(?:[^"\\]|\\.)*")/g);
  return Object.fromEntries(
    [...lines].map(([, name = '', text = '""']) => [name, JSON.parse(text) as string]),
  );
}

function lastWords(log: string): string {
  const lines = log.trimEnd().split('\n');
  return lines.findLast((line) => /command failed|panic|err=/.test(line)) ?? lines.at(-1) ?? '';
}
