import { run } from '../../src/cli/demo/binary-run.ts';
import { temporaryDirectory } from '../../src/cli/demo/cluster-directory.ts';
import { freePorts } from '../../src/cli/demo/cluster-ports.ts';
import {
  type Argv,
  COMPONENTS,
  type ControlPlaneComponent,
  type Ports,
  writeControlPlane,
} from './control-plane-files.ts';
import { type Kubectl, untilHealthy } from './control-plane-health.ts';
import { type Running, start } from './process.ts';
import { type Say, sayOnStderr } from './programs/cache.ts';
import {
  DEFAULT_KUBERNETES,
  findKubernetes,
  type KubernetesPrograms,
  type KubernetesVersion,
} from './programs/kubernetes.ts';

export type { Argv, ControlPlaneComponent } from './control-plane-files.ts';

/** Gets the words after the program's name, and the directory of the control plane; gives the words to start with. */
export type ChangeArgv = (argv: Argv, directory: string) => Argv;

export interface ControlPlaneOptions {
  /** Default: 1.34.1. */
  version?: KubernetesVersion;
  /** How command lines differ from those of kubeadm's manifests. */
  change?: Readonly<Partial<Record<ControlPlaneComponent, ChangeArgv>>>;
  /** Hears of slow steps. Default: a line on stderr. */
  say?: Say;
}

/** One component as it runs now. */
export interface RunningComponent {
  url: string;
  pid: number;
  argv: Argv;
  /** Its log, its end. */
  process: Running;
}

/** etcd, API server, controller manager and scheduler as plain processes on loopback; needs no root. */
export interface ControlPlane {
  version: KubernetesVersion;
  programs: KubernetesPrograms;
  /** Holds everything it wrote; gone after `stop`. Tests may put files there. */
  directory: string;
  /** Certificates and keys, named as below /etc/kubernetes/pki of a kubeadm node. */
  pki: string;
  /** Of a client in system:masters (super-admin.conf). */
  kubeconfig: string;
  kubectl: Kubectl;
  /** The component as it runs now; after `restart` that is another process. */
  component(name: ControlPlaneComponent): RunningComponent;
  /**
   * Ends a component and starts it with changed words, which it then keeps. Returns when it is healthy; throws with
   * its log when it ends instead, and may then be called again.
   */
  restart(name: ControlPlaneComponent, change?: ChangeArgv): Promise<RunningComponent>;
  /** Kills everything and removes the directory. */
  stop(): Promise<void>;
}

/** Starts a control plane; returns when all four are healthy. It dies with this process, however that ends. */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const { version = DEFAULT_KUBERNETES, change = {}, say = sayOnStderr } = options;
  const programs = await findKubernetes(version, say);
  const { path: directory, remove } = temporaryDirectory('kubetrue-control-plane-');
  const running = new Map<ControlPlaneComponent, RunningComponent>();
  const stop = async () => {
    await Promise.all([...running.values()].map(({ process }) => process.stop(GRACE_MS)));
    await remove();
  };
  try {
    const ports = await choosePorts();
    const { argv, ...files } = await writeControlPlane(directory, version, programs, ports);
    const kubectl = kubectlAs(programs, files.kubeconfig, directory);
    const launch = launcher({ running, programs, directory, ports, kubectl });
    for (const name of COMPONENTS) await launch(name, changed(argv[name], directory, change[name]));
    const component = (name: ControlPlaneComponent) => find(running, name);
    const restart = async (name: ControlPlaneComponent, change?: ChangeArgv) => {
      const { argv, process } = component(name);
      await process.stop(GRACE_MS);
      return launch(name, changed(argv, directory, change));
    };
    return { version, programs, directory, ...files, kubectl, component, restart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nothing of theirs is kept, so nobody waits for a good end. */
const GRACE_MS = 100;

interface Surroundings {
  running: Map<ControlPlaneComponent, RunningComponent>;
  programs: KubernetesPrograms;
  directory: string;
  ports: Ports;
  kubectl: Kubectl;
}

function launcher({ running, programs, directory, ports, kubectl }: Surroundings) {
  return async (name: ControlPlaneComponent, argv: Argv): Promise<RunningComponent> => {
    const process = await start({ binary: programs[name], argv, cwd: directory });
    const component = { url: urlOf(name, ports), pid: process.pid, argv, process };
    running.set(name, component);
    await untilHealthy(name, component, kubectl);
    return component;
  };
}

function changed(argv: Argv, directory: string, change: ChangeArgv = (same) => same): Argv {
  return change(argv, directory);
}

function kubectlAs({ kubectl }: KubernetesPrograms, kubeconfig: string, home: string): Kubectl {
  return (...argv) => run(kubectl, [`--kubeconfig=${kubeconfig}`, ...argv], { env: { HOME: home } });
}

async function choosePorts(): Promise<Ports> {
  const [client = 0, peer = 0, metrics = 0, api = 0, controllerManager = 0, scheduler = 0] =
    await freePorts(6);
  return { client, peer, metrics, api, controllerManager, scheduler };
}

function urlOf(name: ControlPlaneComponent, ports: Ports): string {
  const port = {
    etcd: ports.client,
    'kube-apiserver': ports.api,
    'kube-controller-manager': ports.controllerManager,
    'kube-scheduler': ports.scheduler,
  }[name];
  return `https://127.0.0.1:${port}`;
}

function find(
  running: ReadonlyMap<ControlPlaneComponent, RunningComponent>,
  name: ControlPlaneComponent,
): RunningComponent {
  const found = running.get(name);
  if (found === undefined) throw new Error(`${name} does not run`);
  return found;
}
