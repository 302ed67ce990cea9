import { hostname } from 'node:os';
import type { SourceEdit } from '../../model/plan.ts';
import type { ClusterObjects } from '../durable/cluster.ts';
import { Refusal } from '../transaction/refusal.ts';
import { readDaemonSet, whyUnsettled } from './daemon-set.ts';
import { daemonSetOf, PODS, type Pod, podOfProcess, podsHere } from './pods.ts';

type Of = Pick<SourceEdit, 'daemonSet'>;

const LEASE = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-controller-manager';
/** The controller manager that leads renews its lease every two seconds. */
const RENEW_MS = 3_000;
const RENEW_TIMES = 4;

/**
 * Whether the Pod of a process would be made anew by its DaemonSet, the same as it is, and may be deleted from here. The
 * server is asked to try that (`dryRun`); nothing is changed.
 * @throws Refusal
 */
export async function checkPod(
  cluster: ClusterObjects,
  { daemonSet }: Of,
  pid: number,
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  const pods = await podsHere(cluster, hostname());
  if (typeof pods === 'string') throw new Refusal(pods);
  const pod = podOfProcess(pods, pid);
  if (pod === null || daemonSetOf(pod) !== daemonSet)
    throw new Refusal(`process ${pid} runs in no Pod of the DaemonSet kube-system/${daemonSet}`);
  const set = await readDaemonSet(cluster, daemonSet);
  const why = typeof set === 'string' ? set : whyUnsettled(daemonSet, set);
  if (why !== null) throw new Refusal(why);
  await controllerAtWork(cluster, sleep);
  await removePod(cluster, pod, { dryRun: true });
}

/** Nobody else makes Pods of a DaemonSet. Looked at twice: clocks of two machines say nothing. */
async function controllerAtWork(
  cluster: ClusterObjects,
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  const first = await renewal(cluster);
  for (let times = 0; times < RENEW_TIMES; times += 1) {
    await sleep(RENEW_MS);
    if ((await renewal(cluster)) !== first) return;
  }
  throw new Refusal(
    `nobody would make the Pod anew: no controller manager has renewed its lease for ${(RENEW_MS * RENEW_TIMES) / 1000} s`,
  );
}

async function renewal(cluster: ClusterObjects): Promise<unknown> {
  const read = await cluster.read(LEASE);
  if (read.state === 'absent') throw new Refusal('no controller manager has a lease in kube-system');
  if (read.state === 'failed')
    throw new Refusal(`the lease of the controller manager cannot be read: ${read.reason}`);
  const { spec } = read.object;
  return typeof spec === 'object' && spec !== null ? Reflect.get(spec, 'renewTime') : undefined;
}

/**
 * Deletes the Pod of a DaemonSet on this node, which is then made anew. One that is going already, or is gone, is left to
 * that.
 * @throws Refusal
 */
export async function replacePod(cluster: ClusterObjects, { daemonSet }: Of): Promise<string | null> {
  const pods = await podsHere(cluster, hostname());
  if (typeof pods === 'string') throw new Refusal(pods);
  const pod = pods.find((one) => daemonSetOf(one) === daemonSet && !isGoing(one));
  if (pod === undefined) return null;
  await removePod(cluster, pod, { dryRun: false });
  return pod.metadata.name;
}

function isGoing({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

async function removePod(
  cluster: ClusterObjects,
  { metadata: { name, uid } }: Pod,
  { dryRun }: { dryRun: boolean },
): Promise<void> {
  const tried = dryRun ? { dryRun: ['All'] } : {};
  const options = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid }, ...tried };
  // In the query too: whatever stands between may drop the body of a DELETE.
  const removed = await cluster.remove(`${PODS}/${name}${dryRun ? '?dryRun=All' : ''}`, options);
  // Another Pod of that name by now: the one that was meant is gone.
  if (removed.state === 'failed')
    throw new Refusal(`Pod kube-system/${name} cannot be deleted: ${removed.reason}`);
}
