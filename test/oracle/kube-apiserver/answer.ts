import { setTimeout as sleep } from 'node:timers/promises';
import { type Program, start } from '../program.ts';
import type { Launch } from './launch.ts';

/** What the real API server did with a launch. */
export type Answer =
  | { outcome: 'refused'; because: string; log: string }
  | {
      outcome: 'started';
      /** Its flags as it prints them, defaults included; none where it logs in another format. */
      flags: Readonly<Record<string, string>>;
      /** Admission plugins that it loaded. */
      plugins: readonly string[];
      /** It switched anonymous requests off by itself. */
      stompedAnonymous: boolean;
      log: string;
    };

/** It has read and checked everything by then, and has loaded its plugins; what follows is the storage. */
const CONFIGURED = 'Using reconciler';
/** What is wrong with the storage's settings ends it within that. */
const AFTERMATH_MS = 400;
const PATIENCE_MS = 60_000;

/** Runs the API server against an etcd that is not there, as far as its configuration goes. */
export async function askApiServer(binary: string, { directory, argv }: Launch): Promise<Answer> {
  const program = start(binary, directory, { argv: [...argv], env: {}, files: {} });
  await untilConfigured(program);
  const ended = program.exit() !== null;
  await program.kill();
  const log = program.log();
  if (ended) return { outcome: 'refused', because: lastWords(log), log };
  const stompedAnonymous = log.includes('Resetting AnonymousAuth to false');
  return { outcome: 'started', flags: flagsIn(log), plugins: pluginsIn(log), stompedAnonymous, log };
}

async function untilConfigured(program: Program): Promise<void> {
  const patience = Date.now() + PATIENCE_MS;
  while (program.exit() === null && !program.log().includes(CONFIGURED)) {
    if (Date.now() > patience) throw new Error(`the API server says neither yes nor no:\n${program.log()}`);
    await sleep(20);
  }
  await Promise.race([program.exited, sleep(AFTERMATH_MS)]);
}

function flagsIn(log: string): Record<string, string> {
  const lines = log.matchAll(/FLAG: --([a-z0-9-]+)=("(?:[^"\\]|\\.)*")/g);
  return Object.fromEntries(
    [...lines].map(([, name = '', text = '""']) => [name, JSON.parse(text) as string]),
  );
}

function pluginsIn(log: string): string[] {
  const lines = log.matchAll(
    /Loaded \d+ \w+ admission controller\(s\) successfully in the following order: (.*)\./g,
  );
  return [...new Set([...lines].flatMap(([, names = '']) => names.split(',')))].sort();
}

function lastWords(log: string): string {
  const lines = log.trimEnd().split('\n');
  return lines.findLast((line) => /rror|panic|command failed|^F\d/.test(line)) ?? lines.at(-1) ?? '';
}
