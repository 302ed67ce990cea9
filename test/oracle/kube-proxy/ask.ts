import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Launch } from '../kubernetes/launch.ts';
import type { Real } from '../kubernetes/subject.ts';
import { start } from '../program.ts';

/** What a real kube-proxy took from its words and its file, by the names of flags. */
export interface Taken {
  values: Readonly<Record<string, unknown>>;
}

/** The file of a draw that has one. */
export const CONFIG = 'proxy.yaml';

/** Keys of the configuration that kube-proxy writes, by flag. */
const KEYS: Readonly<Record<string, string>> = {
  'bind-address': 'bindAddress',
  'hostname-override': 'hostnameOverride',
  kubeconfig: 'clientConnection.kubeconfig',
  'metrics-bind-address': 'metricsBindAddress',
  profiling: 'enableProfiling',
};

/**
 * Lets kube-proxy resolve its configuration and no more: beside a file it writes down what it has and ends, without
 * one it logs its flags and ends for want of a kubeconfig. It finds no program that could change this machine.
 */
export async function askProxy(binary: string, launch: Launch): Promise<Real<Taken>> {
  const { directory, argv } = launch;
  const isFiled = existsSync(join(directory, CONFIG));
  const written = join(directory, 'written.yaml');
  const first = isFiled ? [`--write-config-to=${written}`] : ['-v=1'];
  const program = start(binary, directory, { argv: [...first, ...argv], env: { PATH: '' }, files: {} });
  await program.exited;
  const log = program.log();
  const values = isFiled ? valuesIn(written) : flagsIn(log);
  if (values !== null) return { outcome: 'started', values, log };
  return {
    outcome: 'refused',
    because: log.split('\n').find((line) => /rror|panic|failed/.test(line)) ?? log,
    log,
  };
}

function valuesIn(path: string): Taken['values'] | null {
  if (!existsSync(path)) return null;
  const configuration = parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(KEYS).map(([flag, key]) => [flag, at(configuration, key)]));
}

function at(configuration: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], configuration);
}

/** What it says when it has come as far as making a client. */
const BEYOND_VALIDATION = 'Error running ProxyServer';

function flagsIn(log: string): Taken['values'] | null {
  if (!log.includes(BEYOND_VALIDATION)) return null;
  const lines = log.matchAll(/FLAG: --([a-z0-9-]+)=("(?:[^"\\]|\\.)*")/g);
  const texts = Object.fromEntries(
    [...lines].map(([, name = '', text = '""']) => [name, JSON.parse(text) as string]),
  );
  const shown = Object.keys(KEYS).filter((name) => texts[name] !== '' || !EMPTIED.includes(name));
  return Object.fromEntries(shown.map((name) => [name, booleanOr(texts[name])]));
}

/** An empty value leaves these as they were, but they are logged as empty; pkg/util/flag/flags.go String. */
const EMPTIED = ['bind-address', 'metrics-bind-address'];

function booleanOr(text: string | undefined): unknown {
  return text === 'true' || text === 'false' ? text === 'true' : text;
}
