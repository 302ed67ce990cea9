import { posix } from 'node:path';
import { yamlValues } from '../machine/document/yaml-values.ts';
import { readInsideRoot } from './inside-root.ts';
import type { Pair } from './pair.ts';

interface Named {
  name?: string;
  user?: Readonly<Record<string, unknown>>;
  context?: Readonly<Record<string, unknown>>;
}

/**
 * Certificate and key of the user of a kubeconfig's current context, embedded or in files, as a process with that
 * root sees them. Throws with what is wrong; the message quotes nothing of the content.
 */
export async function pairOfKubeconfig(root: string, path: string): Promise<Pair> {
  const parse = await yamlValues();
  const config = asObject(safely(() => parse(readInsideRoot(root, path)), `${path} is no YAML`));
  const context = named(config.contexts, config['current-context'])?.context;
  const user = named(config.users, context?.user)?.user ?? {};
  const part = (name: string) => {
    const data = user[`${name}-data`];
    if (typeof data === 'string' && data !== '') return Buffer.from(data, 'base64').toString('utf8');
    const file = user[name];
    if (typeof file !== 'string' || file === '') throw new Error(`${path}: no ${name}`);
    return readInsideRoot(root, posix.resolve(posix.dirname(path), file));
  };
  return { certificate: part('client-certificate'), key: part('client-key') };
}

function safely<T>(make: () => T, problem: string): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof SyntaxError || (error as Error).name.startsWith('YAML')
      ? new Error(problem)
      : error;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function named(list: unknown, name: unknown): Named | undefined {
  return Array.isArray(list) ? list.find((one: Named | null) => one?.name === name) : undefined;
}
