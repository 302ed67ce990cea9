import { mkdirSync, writeFileSync } from 'node:fs';
import { link, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCgroups, planCgroups } from './node-cgroups.ts';
import { saveState } from './node-directory.ts';
import { shareEndpoint } from './node-endpoint.ts';
import { writeNodeFiles } from './node-files.ts';
import type { Node } from './node-handle.ts';
import { type ImageSources, imageNames, writeImages } from './node-images.ts';
import {
  initArgv,
  initConfig,
  joinArgv,
  type KubeadmMore,
  printJoinArgv,
  uploadCertsArgv,
} from './node-kubeadm.ts';
import { logsOf } from './node-log.ts';
import { type NetworkNode, networkOfFirst, networkOfNext } from './node-network.ts';
import { startNode } from './node-process.ts';
import { cgroupName, directoryOf, type NodeState, type NodeUp } from './node-state.ts';
import type { Say } from './programs/cache.ts';
import { findDebianUsr } from './programs/debian.ts';
import { findKubernetes, type KubernetesVersion } from './programs/kubernetes.ts';
import { findPause } from './programs/pause.ts';
import { until } from './until.ts';

const RUNTIME_MS = 30_000;
const KUBEADM_MS = 300_000;
/** In the directory of the node that makes a cluster. */
const KUBEADM_CONFIG = 'kubeadm.yaml';
/** What the packages of Kubernetes install on a node; all else comes in images. */
const ON_NODES = ['kubeadm', 'kubelet', 'kubectl'] as const;

/** Brings every program that a node of a version is made of. */
export async function bringSources(version: KubernetesVersion, say: Say): Promise<ImageSources> {
  return {
    version,
    kubernetes: await findKubernetes(version, say),
    pause: await findPause(say),
    usr: await findDebianUsr(say),
  };
}

/** Namespaces, cgroups, files and network of a node, with containerd and nothing else in it. */
export async function startMachine(
  state: NodeState,
  directory: string,
  sources: ImageSources,
  { first, bound }: { first: NetworkNode | null; bound: boolean },
): Promise<NodeUp> {
  const cgroups = planCgroups(cgroupName(state.id));
  const planned = { ...state, cgroups: cgroups.map(({ path }) => path) };
  saveState(planned);
  makeCgroups(cgroups);
  writeFileSync(join(directory, 'cgroups'), lines(cgroups.map(({ path }) => path)));
  writeFileSync(join(directory, 'cgroup-mounts'), lines(cgroups.map(({ mount }) => mount)));
  const { pause = '' } = await imageNames(sources);
  writeNodeFiles(directory, state, pause);
  const layers = [await programsLayer(directory, sources), sources.usr];
  const init = await startNode({ directory, hostname: state.hostname, layers, bound });
  const up = { ...planned, init };
  saveState(up);
  await (first === null ? networkOfFirst(up) : networkOfNext(up, first));
  shareEndpoint(up);
  return up;
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

/** A layer of /usr, so that a node that changes a program changes no other node's. */
async function programsLayer(directory: string, { kubernetes }: ImageSources): Promise<string> {
  const layer = join(directory, 'programs');
  await mkdir(join(layer, 'bin'), { recursive: true });
  for (const name of ON_NODES) await link(kubernetes[name], join(layer, 'bin', name));
  return layer;
}

/** Gives containerd the images that kubeadm names; a worker needs only two of them. */
export async function importImages(node: Node, directory: string, sources: ImageSources): Promise<void> {
  const all = await imageNames(sources);
  const names = Object.entries(all).filter(([word]) => node.isControlPlane || ON_WORKERS.includes(word));
  const scratch = join(directory, 'images');
  const layout = await writeImages(scratch, sources, Object.fromEntries(names));
  await until(
    `containerd answers on ${node.hostname}`,
    RUNTIME_MS,
    async () => ((await node.exec(['ctr', 'version'])).code === 0 ? true : null),
    () => logsOf(node.id),
  );
  await node.must(['bash', '-c', 'tar -c -C "$1" . | ctr -n k8s.io images import -', 'bash', layout]);
  await rm(scratch, { recursive: true });
}

const ON_WORKERS = ['kube-proxy', 'pause'];

export async function initialise(
  node: Node,
  state: NodeState,
  { configuration, patches }: KubeadmMore,
): Promise<void> {
  const directory = directoryOf(state.id);
  const config = join(directory, KUBEADM_CONFIG);
  writeFileSync(config, initConfig(state, configuration, writePatches(directory, patches)));
  await runKubeadm(node, initArgv(config));
}

/** Joins a worker, or another control plane with a member of etcd, to the cluster that a node has made. */
export async function joinCluster(
  node: Node,
  state: NodeState,
  first: Node,
  { patches }: KubeadmMore,
): Promise<void> {
  const config = join(directoryOf(first.id), KUBEADM_CONFIG);
  const key = state.isControlPlane ? lastLine(await first.must(uploadCertsArgv(config))) : null;
  const printed = await first.must(printJoinArgv(key));
  await runKubeadm(node, joinArgv(printed, state, writePatches(directoryOf(state.id), patches)));
}

/** Gives the directory; null where there are none. */
function writePatches(directory: string, patches: KubeadmMore['patches']): string | null {
  if (patches === undefined) return null;
  const place = join(directory, 'patches');
  mkdirSync(place);
  for (const [name, text] of Object.entries(patches)) writeFileSync(join(place, name), text);
  return place;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

async function runKubeadm(node: Node, argv: readonly string[]): Promise<void> {
  try {
    await node.must(argv, { timeoutMs: KUBEADM_MS });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${logsOf(node.id)}`, { cause: error });
  }
}
