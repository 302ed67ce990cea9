import { readFileSync } from 'node:fs';
import { KubetrueError } from '../../model/errors.ts';
import type { Plan } from '../../model/plan.ts';
import { planHash } from '../plan-hash.ts';
import { thisNode } from '../this-node.ts';
import { isSystemError } from './refusal.ts';

const AGAIN = 'Make it anew: kubetrue fix plan --output plan.json';

/**
 * Reads a plan that nobody edited.
 * @throws KubetrueError KT_PLAN
 */
export async function readPlan(path: string): Promise<Plan> {
  const value = parse(path);
  const [{ Check }, { PlanSchema }] = await Promise.all([
    import('typebox/value'),
    import('../../model/plan.ts'),
  ]);
  if (!Check(PlanSchema, value)) throw refused(path, 'it is not a plan that this version of kubetrue made');
  if (planHash(value) !== value.hash)
    throw refused(path, 'its hash does not fit: it was edited, or cut off, after it was made');
  return value;
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw refused(path, 'it is not JSON');
    if (!isSystemError(error)) throw error;
    throw refused(path, error.code === 'ENOENT' ? 'no such file' : error.message);
  }
}

/**
 * Whether a plan is for this machine.
 * @throws KubetrueError KT_PLAN
 */
export function checkNode(path: string, { node }: Plan): void {
  const { name, machineId } = thisNode();
  if (name !== node.name) throw refused(path, `it was made for the node ${node.name}; this is ${name}`);
  if (node.machineId !== null && machineId !== node.machineId)
    throw refused(path, `it was made for another machine that was also called ${node.name}`);
}

/** A plan that has expired begins no change; one that was begun is ended all the same. */
export function hasExpired({ expires }: Plan, now: Date): boolean {
  return !(now.getTime() < Date.parse(expires));
}

/** @throws KubetrueError KT_PLAN */
export function checkTime(path: string, plan: Plan, now: Date): void {
  if (hasExpired(plan, now)) throw refused(path, `it expired at ${plan.expires}`);
}

function refused(path: string, message: string): KubetrueError {
  return new KubetrueError('KT_PLAN', {
    message: `The plan is refused: ${message}.`,
    file: path,
    hint: AGAIN,
  });
}
