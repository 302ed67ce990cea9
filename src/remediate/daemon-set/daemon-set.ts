import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { ClusterObjects } from '../durable/cluster.ts';

const DaemonSetSchema = Type.Object({
  metadata: Type.Object({ generation: Type.Integer() }),
  status: Type.Object({
    observedGeneration: Type.Optional(Type.Integer()),
    currentNumberScheduled: Type.Integer(),
    desiredNumberScheduled: Type.Integer(),
    updatedNumberScheduled: Type.Optional(Type.Integer()),
  }),
});
/** What is looked at of a DaemonSet. */
export type DaemonSet = Static<typeof DaemonSetSchema>;

/** A DaemonSet of kube-system; why it is not known, in words. */
export async function readDaemonSet(cluster: ClusterObjects, name: string): Promise<DaemonSet | string> {
  const read = await cluster.read(`/apis/apps/v1/namespaces/kube-system/daemonsets/${name}`);
  if (read.state === 'absent') return `there is no ${daemonSetName(name)}`;
  if (read.state === 'failed') return `${daemonSetName(name)} cannot be read: ${read.reason}`;
  const { object } = read;
  return isDaemonSet(object) ? object : `${daemonSetName(name)} is not what a DaemonSet is`;
}

function isDaemonSet(object: unknown): object is DaemonSet {
  return Check(DaemonSetSchema, object);
}

export function daemonSetName(name: string): string {
  return `DaemonSet kube-system/${name}`;
}

/** Why the Pod that is made in the place of one that goes would be another one than it; null when it would not. */
export function whyUnsettled(name: string, { metadata, status }: DaemonSet): string | null {
  const settled =
    status.observedGeneration === metadata.generation &&
    status.updatedNumberScheduled === status.currentNumberScheduled;
  return settled
    ? null
    : `${daemonSetName(name)} was changed, and not all of its Pods are made by what it is now`;
}
