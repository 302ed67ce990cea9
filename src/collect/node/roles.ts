import type { ProcessFacts } from '../../model/snapshot.ts';
import { startedProgram } from '../container/started-program.ts';
import type { StaticContainer } from '../container/static-pods.ts';
import type { Host } from '../host.ts';
import { baseName, type Candidate } from '../proc/candidates.ts';
import { commandOf, isDaemon } from '../proc/command.ts';

/** A server of a distribution that runs components inside its own process, or starts them. */
interface Embedder {
  names: readonly string[];
  /** Whether this one serves the control plane; else it is the agent of a worker. */
  serves(words: readonly string[]): boolean;
}

const EMBEDDERS: readonly Embedder[] = [
  { names: ['k3s-server'], serves: () => true },
  { names: ['k3s-agent'], serves: () => false },
  { names: ['k3s', 'rke2'], serves: ([subcommand]) => subcommand === 'server' },
  { names: ['k0s'], serves: ([subcommand]) => subcommand === 'controller' },
  // https://github.com/canonical/microk8s (a worker joins with --start-control-plane=false in args/kubelite)
  { names: ['kubelite'], serves: (words) => !words.includes('--start-control-plane=false') },
];

export interface RoleInput {
  host: Host;
  candidates: readonly Candidate[];
  processes: readonly ProcessFacts[];
  containers: readonly StaticContainer[];
}

/** `control-plane`, `etcd`, `worker`, as far as processes and static Pods show; a control plane is not also a worker. */
export function rolesOf(input: RoleInput): string[] {
  const embedded = input.candidates.flatMap((candidate) => embedderOf(candidate));
  const controlPlane = embedded.some(({ serves }) => serves) || runs(input, 'kube-apiserver');
  const agent = embedded.some(({ serves }) => !serves) || runs(input, 'kubelet');
  return [
    ...(controlPlane ? ['control-plane'] : []),
    ...(holdsEtcd(input) ? ['etcd'] : []),
    ...(agent && !controlPlane ? ['worker'] : []),
  ];
}

function embedderOf(candidate: Candidate): { serves: boolean }[] {
  const { program, words } = commandOf(candidate);
  const embedder = EMBEDDERS.find(({ names }) => names.includes(program));
  return embedder === undefined || !isDaemon(candidate) ? [] : [{ serves: embedder.serves(words) }];
}

/** A static Pod belongs to the node even while its process is down. */
function runs({ candidates, processes, containers }: RoleInput, program: string): boolean {
  return (
    candidates.some((candidate) => baseName(candidate) === program) ||
    processes.some(({ component }) => component === program) ||
    containers.some(({ words }) => startedProgram(words, [program]) === program)
  );
}

/** K3s keeps its embedded etcd here, and uses it whenever it is there (k3s pkg/cluster/managed.go, v1.33). */
const K3S_ETCD = '/var/lib/rancher/k3s/server/db/etcd/member';

function holdsEtcd({ host, candidates, processes, containers }: RoleInput): boolean {
  const own =
    processes.some(({ component }) => component === 'etcd') ||
    containers.some(({ words }) => startedProgram(words, ['etcd']) === 'etcd');
  const k3s = candidates.some(
    (one) => commandOf(one).program.startsWith('k3s') && embedderOf(one).some(({ serves }) => serves),
  );
  return own || (k3s && host.files.stat(K3S_ETCD).state === 'read');
}
