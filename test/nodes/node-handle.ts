import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readState, removeNode } from './node-directory.ts';
import { NETWORK } from './node-files.ts';
import { logsOf } from './node-log.ts';
import { type ExecOptions, insideArgv, insideEnvironment, type Outcome, runToEnd } from './node-process.ts';
import { type NodeProcess, processesBelow, single } from './node-processes.ts';
import { notReady } from './node-ready.ts';
import { cgroupName, directoryOf, type NodeUp } from './node-state.ts';
import { tail } from './process.ts';
import type { KubernetesVersion } from './programs/kubernetes.ts';
import { until } from './until.ts';

const KUBETRUE = fileURLToPath(new URL('../../bin/kubetrue.js', import.meta.url));
/** Alone on a quiet machine all Pods are ready after 24 seconds; a changed etcd takes 74. */
const DEADLINE_MS = 240_000;

/** A real node made by kubeadm, in namespaces of its own on this machine. */
export interface Node extends Running, Looking, Changing {
  id: string;
  hostname: string;
  version: KubernetesVersion;
  isControlPlane: boolean;
  /** Its first process, as this machine numbers it. */
  pid: number;
  /** In the network of its cluster. */
  address: string;
  /** Inside: of an administrator on a control plane, of the kubelet on a worker. */
  kubeconfig: string;
  /** Ends all its processes and removes everything of it. */
  down(): Promise<void>;
}

/** Programs run inside as root with the node's mounts, processes, network and names, in /, with KUBECONFIG set. */
interface Running {
  /** Runs a program to its end and tells how that went, whatever its exit code. */
  exec(argv: readonly string[], options?: ExecOptions): Promise<Outcome>;
  /** The same, for what must succeed: gives stdout, throws with what was written when the exit code is not 0. */
  must(argv: readonly string[], options?: ExecOptions): Promise<string>;
  /** Runs the built kubetrue inside. */
  kubetrue(words: readonly string[], options?: ExecOptions): Promise<Outcome>;
}

interface Looking {
  /** All its processes, containers' too. */
  processes(): NodeProcess[];
  /** The process of a component: `kubelet`, `etcd`, `kube-apiserver`; throws when there is none or more than one. */
  process(name: string): NodeProcess;
  /** Returns when another process than `before` is the component; throws after `deadlineMs`. */
  waitForNewProcess(name: string, before: number, deadlineMs?: number): Promise<NodeProcess>;
  /** Returns when the API tells that the node and all Pods that kubeadm gives it are ready, and they run. */
  waitUntilReady(deadlineMs?: number): Promise<void>;
}

interface Changing {
  /** Where a file of the node is seen from outside, for reading and writing. */
  outside(path: string): string;
  /** Replaces the manifest of a static Pod in one step; gives the pid that ran until then, for `waitForNewProcess`. */
  editManifest(name: string, edit: (text: string) => string): number;
  /** Ends the kubelet, which starts again reading its drop-in and files anew; gives the pid that ran until then. */
  restartKubelet(): number;
}

/** What can be done with a node that is up; `forget` is told when it is taken down. */
export function nodeOf(state: NodeUp, forget: () => void = () => {}): Node {
  return {
    id: state.id,
    hostname: state.hostname,
    version: state.version,
    isControlPlane: state.isControlPlane,
    pid: state.init.pid,
    address: NETWORK.addressOf(state.index),
    kubeconfig: kubeconfigOf(state),
    ...running(state),
    ...looking(state),
    ...changing(state),
    down: async () => {
      removeNode(state);
      forget();
    },
  };
}

/** A node that is up, whoever started it; throws when there is none of that id. */
export function findNode(id: string): Node {
  return nodeOf(stateOf(id));
}

export function stateOf(id: string): NodeUp {
  const state = readState(id);
  if (state === null || state.init === null) throw new Error(`there is no node ${id}`);
  return { ...state, init: state.init };
}

function kubeconfigOf({ joined, isControlPlane }: NodeUp): string {
  // Only the node that made the cluster has that one.
  const name = joined === null ? 'super-admin' : isControlPlane ? 'admin' : 'kubelet';
  return `/etc/kubernetes/${name}.conf`;
}

/** The command that runs `argv` inside, and its environment. */
export function insideCommand(state: NodeUp, argv: readonly string[]) {
  return {
    argv: insideArgv(directoryOf(state.id), state.init, argv),
    env: insideEnvironment(kubeconfigOf(state)),
  };
}

function running(state: NodeUp): Running {
  const exec = (argv: readonly string[], options: ExecOptions = {}) => {
    const inside = insideCommand(state, argv);
    return runToEnd(inside.argv, { ...options, env: { ...inside.env, ...options.env } });
  };
  return {
    exec,
    must: async (argv, options) => {
      const { code, stdout, stderr } = await exec(argv, options);
      if (code === 0) return stdout;
      throw new Error(`${argv.join(' ')}: exit code ${code}\n${tail(`${stdout}\n${stderr}`)}`);
    },
    kubetrue: (words, options) => exec([process.execPath, KUBETRUE, ...words], options),
  };
}

function looking(state: NodeUp): Looking {
  const { id, hostname, joined, isControlPlane } = state;
  const processes = () => processesBelow(cgroupName(id));
  // A worker has no client that may ask about Pods.
  const kubectl = (...argv: string[]) =>
    running(joined === null || isControlPlane ? state : stateOf(joined)).must(['kubectl', ...argv]);
  return {
    processes,
    process: (name) => single(name, processes()),
    waitForNewProcess: (name, before, deadlineMs = DEADLINE_MS) =>
      until(`another process of ${name} on ${hostname}`, deadlineMs, () => {
        const [found, ...others] = processes().filter((one) => one.name === name);
        return found !== undefined && others.length === 0 && found.pid !== before ? found : null;
      }),
    waitUntilReady: async (deadlineMs = DEADLINE_MS) => {
      let reason: string | null = null;
      const ask = async () => {
        reason = await notReady({ hostname, isControlPlane, kubectl, processes });
        return reason === null || null;
      };
      await until(`${hostname} is ready`, deadlineMs, ask, () => `${reason}\n${logsOf(id)}`);
    },
  };
}

function changing({ id, init }: NodeUp): Changing {
  const outside = (path: string) => `/proc/${init.pid}/root${path}`;
  const pidOf = (name: string) => single(name, processesBelow(cgroupName(id))).pid;
  return {
    outside,
    editManifest: (name, edit) => {
      const before = pidOf(name);
      const file = outside(`/etc/kubernetes/manifests/${name}.yaml`);
      // Not in its directory, where the kubelet would run it as one more Pod.
      const changed = outside(`/etc/kubernetes/${name}.yaml.new`);
      writeFileSync(changed, edit(readFileSync(file, 'utf8')), { mode: 0o600 });
      renameSync(changed, file);
      return before;
    },
    restartKubelet: () => {
      const pid = pidOf('kubelet');
      process.kill(pid, 'SIGTERM');
      return pid;
    },
  };
}
