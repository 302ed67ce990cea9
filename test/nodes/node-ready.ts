import type { NodeProcess } from './node-processes.ts';

/** Only what is looked at. */
interface List<T> {
  items: readonly T[];
}

interface Conditions {
  status: { conditions?: readonly { type: string; status: string }[] };
}

interface Pod extends Conditions {
  metadata: { name: string };
  status: Conditions['status'] & { containerStatuses?: readonly { containerID?: string }[] };
}

export interface AskReady {
  hostname: string;
  isControlPlane: boolean;
  /** As an administrator of the cluster. */
  kubectl: (...argv: string[]) => Promise<string>;
  processes: () => readonly NodeProcess[];
}

const CONTROL_PLANE = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

/** What a node waits for, in words; null when it is ready and so are all Pods that kubeadm gives it. */
export async function notReady({
  hostname,
  isControlPlane,
  kubectl,
  processes,
}: AskReady): Promise<string | null> {
  const get = async (...argv: string[]) =>
    JSON.parse(await kubectl('get', '--request-timeout=5s', '-o=json', ...argv));
  try {
    if (isControlPlane) await kubectl('get', '--raw=/readyz', '--request-timeout=5s');
    const node: Conditions = await get('node', hostname);
    if (!isReady(node)) return `node ${hostname} is not ready`;
    const selector = `--field-selector=spec.nodeName=${hostname}`;
    const pods: List<Pod> = await get('pods', '--namespace=kube-system', selector);
    const wanted = [...(isControlPlane ? CONTROL_PLANE : []), 'kube-proxy'];
    return missing(wanted, pods.items, processes());
  } catch (error) {
    return (error as Error).message;
  }
}

function missing(
  wanted: readonly string[],
  pods: readonly Pod[],
  processes: readonly NodeProcess[],
): string | null {
  const waiting = wanted.filter(
    (name) => !pods.some((pod) => pod.metadata.name.startsWith(`${name}-`) && runs(pod, processes)),
  );
  return waiting.length === 0 ? null : `no ready Pod of ${waiting.join(', ')}`;
}

/** The API may still tell of a container that was replaced: that one has no process any more. */
function runs(pod: Pod, processes: readonly NodeProcess[]): boolean {
  const ids = pod.status.containerStatuses?.map(({ containerID }) =>
    containerID?.replace('containerd://', ''),
  );
  return (
    isReady(pod) &&
    (ids ?? []).every((id) => id !== undefined && processes.some(({ cgroups }) => cgroups.includes(id)))
  );
}

function isReady({ status }: Conditions): boolean {
  return status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}
