import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../../src/model/plan.ts';
import { until } from '../until.ts';
import type { Machine, Ran, Running } from './machine.ts';

/** How a change ended, as `fix apply --format json` says. */
export interface Ended {
  id: string;
  state: string;
  why?: string;
  ill?: string | null;
}

export function planPath({ directory }: Machine): string {
  return join(directory, 'plan.json');
}

/** What `fix plan` makes on a machine, with consent to these rules. */
export async function plan(machine: Machine, rules: readonly string[]): Promise<Plan> {
  const words = ['--output', planPath(machine), '--no-cluster', ...allow(rules)];
  const { code, stderr, stdout } = await machine.kubetrue(['fix', 'plan', ...words]).ended;
  if (code !== 0) throw new Error(`exit code ${code}\n${stdout}${stderr}`);
  return JSON.parse(readFileSync(planPath(machine), 'utf8')) as Plan;
}

export function apply(machine: Machine, rules: readonly string[], ...more: string[]): Running {
  const words = ['fix', 'apply', planPath(machine), '--yes', ...allow(rules), ...here(machine)];
  return machine.kubetrue([...words, '--format', 'json', ...more]);
}

export function rollback(machine: Machine, id: string): Running {
  const words = ['fix', 'rollback', id, '--yes', ...here(machine)];
  return machine.kubetrue([...words, '--format', 'json']);
}

function allow(rules: readonly string[]): string[] {
  return rules.flatMap((rule) => ['--allow', rule]);
}

function here(machine: Machine): string[] {
  return ['--state', `${machine.directory}-state`, '--restart-etcd', machine.restart];
}

export function resultOf({ stdout, stderr }: Pick<Ran, 'stdout' | 'stderr'>): {
  transaction: string;
  changes: Ended[];
} {
  try {
    return JSON.parse(stdout);
  } catch (cause) {
    throw new Error(`no result: ${stdout}\n${stderr}`, { cause });
  }
}

/** Until a running kubetrue has said something. */
export async function untilSaid(running: Running, what: string): Promise<void> {
  await until(what, 60_000, () => (running.said().includes(what) ? true : null), running.said);
}
