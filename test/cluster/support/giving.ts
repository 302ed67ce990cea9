import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ControlPlane } from '../../nodes/control-plane.ts';
import { until } from '../../nodes/until.ts';
import type { Rule } from './rights.ts';

type Cluster = Pick<ControlPlane, 'kubectl' | 'directory'>;
type BindingKind = 'clusterrolebinding' | 'rolebinding';

/** Words of kubectl that choose a namespace; none for what is given everywhere. */
export type Where = readonly ['-n', string] | readonly [];

/** Writes an object to a file and applies it; gives what kubectl says. */
export async function apply(
  { kubectl, directory }: Cluster,
  object: object,
  ...more: string[]
): Promise<string> {
  const path = join(directory, 'applied.json');
  await writeFile(path, JSON.stringify(object));
  return kubectl('apply', '-f', path, ...more);
}

/** Makes the ClusterRole `right` and a binding of that name, which takes words of kubectl: `--user=ann`. */
export async function give(
  cluster: Cluster,
  rules: readonly Rule[],
  where: Where,
  subject: string,
): Promise<void> {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'right' },
  };
  await apply(cluster, { ...role, rules });
  await cluster.kubectl('create', kindIn(where), 'right', '--clusterrole=right', subject, ...where);
}

/** Removes what `give` made, if it is still there. */
export async function takeBack({ kubectl }: Cluster, where: Where): Promise<void> {
  await kubectl('delete', kindIn(where), 'right', ...where, '--ignore-not-found');
  await kubectl('delete', 'clusterrole', 'right', '--ignore-not-found');
}

function kindIn(where: Where): BindingKind {
  return where.length === 0 ? 'clusterrolebinding' : 'rolebinding';
}

/**
 * Returns when `kubectl auth can-i` answers so: the authorizer learns of a change a moment later than those who read
 * the object.
 */
export function untilAnswered(
  { kubectl }: Cluster,
  answer: 'yes' | 'no',
  asked: readonly string[],
): Promise<string> {
  return until(`can-i ${asked.join(' ')} is ${answer}`, 20_000, async () => {
    const said = await kubectl('auth', 'can-i', ...asked).catch(noOf);
    return said.trim() === answer ? said : null;
  });
}

/** kubectl ends with 1 when the answer is no. */
function noOf(error: Error & { cause?: { stdout?: string } }): string {
  if (error.cause?.stdout?.startsWith('no') === true) return 'no';
  throw error;
}
