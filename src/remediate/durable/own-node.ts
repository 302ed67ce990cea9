import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { Plan } from '../../model/plan.ts';
import { flagIn } from '../transaction/health/words.ts';
import { runningOf } from '../transaction/processes.ts';
import type { ClusterObjects } from './cluster.ts';

const NodeSchema = Type.Object({
  metadata: Type.Object({ name: Type.String() }),
  status: Type.Object({ nodeInfo: Type.Object({ machineID: Type.String() }) }),
});

/**
 * Why the cluster is not that of the node which a plan was made for, as far as can be told; null when it is. A kubeconfig
 * may lead anywhere.
 */
export async function whyAnotherCluster(
  cluster: ClusterObjects,
  { name, machineId }: Plan['node'],
): Promise<string | null> {
  const node = nodeName(name);
  const read = await cluster.read(`/api/v1/nodes/${encodeURIComponent(node)}`);
  if (read.state === 'failed') return `node ${node} cannot be looked at: ${read.reason}`;
  if (read.state === 'absent') return `the cluster at ${cluster.server} has no node ${node}`;
  if (!isNode(read.object)) return `the cluster at ${cluster.server} shows no node ${node}`;
  const { machineID } = read.object.status.nodeInfo;
  return machineId === null || machineID === machineId
    ? null
    : `node ${node} of the cluster at ${cluster.server} is another machine`;
}

function isNode(object: unknown): object is Static<typeof NodeSchema> {
  return Check(NodeSchema, object);
}

/**
 * The name under which the kubelet here registers its node.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/util/node/node.go GetHostname
 */
export function nodeName(hostname: string): string {
  const [kubelet] = runningOf('kubelet');
  const given = kubelet === undefined ? null : flagIn(kubelet.arguments, 'hostname-override');
  return (given ?? hostname).trim().toLowerCase();
}
