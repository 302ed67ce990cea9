import { valueIfPresent } from '../model/fact.ts';
import type { Finding, Status } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { findingHead } from './finding-head.ts';
import { notAmongFiles } from './from-files.ts';
import type { Assignment, EvaluateInput } from './input.ts';
import { providerManaged } from './provider.ts';

/** Servers that run components inside their own process, and which. */
const EMBEDDERS: Readonly<Record<string, readonly string[]>> = {
  k3s: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy', 'etcd'],
  'k3s-server': [
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    'kubelet',
    'kube-proxy',
    'etcd',
  ],
  'k3s-agent': ['kubelet', 'kube-proxy'],
  kubelite: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy'],
};

/** The finding for a component that no process on the node is: not there, not to be seen, or inside another. */
export function missingFinding(assignment: Assignment, input: EvaluateInput): Finding {
  const { component, key } = assignment.rule;
  const { source } = input.snapshot;
  const outside =
    source === 'files' ? notAmongFiles(component) : providerManaged(input.snapshot, component, key);
  const { status, reason } =
    outside === null
      ? verdictOn(component, input.snapshot)
      : ({ status: 'not-applicable', reason: outside } as const);
  return {
    ...findingHead(assignment, input, { kind: 'node', component, node: input.snapshot.node.name }),
    status,
    reason,
    evidence: [],
    proof: { outcome: 'not-attempted', method: 'none', observed: 'There is no process to ask.', at: null },
    waiver: null,
  };
}

function verdictOn(component: string, snapshot: Snapshot): { status: Status; reason: string } {
  const { complete, reason } = snapshot.processesVisible;
  if (!complete)
    return { status: 'unknown', reason: `Whether ${component} runs here is not known: ${reason}.` };
  const embedder = snapshot.programs.find(({ name }) => EMBEDDERS[name]?.includes(component));
  if (embedder !== undefined && !snapshot.processes.some(({ pid }) => pid === embedder.pid)) {
    return {
      status: 'unknown',
      reason: `${embedder.name} (pid ${embedder.pid}) can run ${component} inside its own process, and this snapshot holds nothing about that.`,
    };
  }
  return { status: 'not-applicable', reason: absence(component, embedder, snapshot) };
}

function absence(component: string, embedder: Program | undefined, snapshot: Snapshot): string {
  const elsewhere = component === 'etcd' ? storedElsewhere(snapshot) : null;
  if (elsewhere !== null) return elsewhere;
  if (embedder !== undefined)
    return `${embedder.name} (pid ${embedder.pid}) runs the components of this node inside its process, and ${component} is none of them.`;
  return `No ${component} runs on this node: no process in /proc has a program of that name that serves.`;
}

type Program = Snapshot['programs'][number];

/** Servers that keep the cluster's data without etcd and are spoken to through a socket. */
const STORES = [
  { socket: /^--etcd-servers=unixs?:.*kine\.sock$/, name: 'kine, which speaks etcd in front of a database' },
  { socket: /^--etcd-servers=unix:.*kine\.sock:12379$/, name: 'k8s-dqlite' },
];

/** Where an API server on this node keeps its data, if that is no etcd. */
function storedElsewhere({ processes }: Snapshot): string | null {
  for (const { component, pid, argv } of processes) {
    if (component !== 'kube-apiserver') continue;
    const store = STORES.find(({ socket }) => valueIfPresent(argv)?.some((word) => socket.test(word)));
    if (store !== undefined)
      return `There is no etcd: the API server (pid ${pid}) keeps its data in ${store.name}.`;
  }
  return null;
}
