import type { Change, Restart } from '../../model/plan.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { isAbout, type PlanInput } from './input.ts';
import type { Working } from './working.ts';

type ChangeClass = Change['class'];

export const CLASSES: Readonly<Record<string, ChangeClass>> = {
  kubelet: 'kubelet',
  'kube-proxy': 'kube-proxy',
  'kube-scheduler': 'scheduler-or-controller-manager',
  'kube-controller-manager': 'scheduler-or-controller-manager',
  'kube-apiserver': 'api-server',
  etcd: 'etcd',
};

/** Changes are made in this order: what others depend on comes last. */
export const CLASS_ORDER: readonly ChangeClass[] = [
  ...(['attributes', 'kubelet', 'kube-proxy'] as const),
  ...(['scheduler-or-controller-manager', 'api-server', 'etcd'] as const),
];

const SENTENCES: Readonly<Record<ChangeClass, string>> = {
  attributes: 'None: nothing restarts.',
  kubelet:
    'Restarts the kubelet of this node: containers run on, running exec, attach, port-forward and log streams end.',
  'kube-proxy':
    'Replaces the Pod of kube-proxy on this node: rules of Services stay in the kernel, changes of them wait for some seconds. The ConfigMap is that of all nodes: each of the others reads it when its Pod is replaced.',
  'scheduler-or-controller-manager':
    'Restarts it on this node: with other control-plane nodes one of them takes over, else nothing is scheduled or reconciled for up to a minute.',
  'api-server':
    'Restarts the API server of this node, up to two minutes: clients that use only this one get no answer.',
  etcd: 'Restarts this member of etcd.',
};

/** Programs that restart several components together. */
const PROGRAMS: Readonly<Record<string, string>> = {
  k3s: 'Restarts K3s on this node: its kubelet and, on a server, its control plane and the member of etcd inside it, which of one or two members is downtime. Containers run on.',
  rke2: 'Restarts RKE2 and its kubelet on this node and, on a server, Pods of its control plane, whose manifests it writes anew. Other containers run on.',
  kubelite:
    'Restarts MicroK8s on this node: its kubelet and, on a control plane, the API server, controller manager and scheduler. Containers run on.',
};

/** In a sentence, what a restart takes away; of etcd by how many of its members vote. */
export function disruptionOf(process: ProcessFacts, { program, members }: Restart): string {
  const together = PROGRAMS[program ?? ''];
  if (together !== undefined) return together;
  const found = CLASSES[process.component] ?? 'attributes';
  return found === 'etcd' ? etcdSentence(members ?? null) : SENTENCES[found];
}

export const NO_DISRUPTION = SENTENCES.attributes;

/** Members of etcd that vote: as it answered, else by its data directory, else by its configuration; null for others. */
export function membersOf({ report }: PlanInput, { process, findings }: Working): number | null {
  if (process.component !== 'etcd') return null;
  const known = [...report.findings.filter((one) => isAbout(one, process)), ...findings]
    .flatMap(({ evidence }) => evidence)
    .find(({ setting, value }) => setting === 'voting members' && typeof value === 'number');
  return typeof known?.value === 'number' ? known.value : null;
}

/** With one or two members every restart is downtime: the rest is no majority. */
function etcdSentence(members: number | null): string {
  if (members === null) return `${SENTENCES.etcd} How many members there are is not known.`;
  if (members <= 2) {
    return `Downtime: restarts ${members === 1 ? 'the only member' : 'one of two members'} of etcd, and the API server has no storage meanwhile.`;
  }
  return `${SENTENCES.etcd} It is one of ${members}; all others must be healthy.`;
}
