import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { run } from '../../src/cli/demo/binary-run.ts';
import type { KubernetesPrograms, KubernetesVersion } from './programs/kubernetes.ts';

export const COMPONENTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;
export type ControlPlaneComponent = (typeof COMPONENTS)[number];

/** Of the block that is never routed: kubeadm takes no loopback address (`unable to select an IP from lo`). */
const ADVERTISED = '192.0.2.1';
const NAME = 'control-plane';

/** Words after the program's name. */
export type Argv = readonly string[];

export interface Ports {
  client: number;
  peer: number;
  metrics: number;
  api: number;
  controllerManager: number;
  scheduler: number;
}

export interface ControlPlaneFiles {
  /** The certificates and keys, named as on a kubeadm node. */
  pki: string;
  /** Of a client in system:masters. */
  kubeconfig: string;
  argv: Readonly<Record<ControlPlaneComponent, Argv>>;
}

/**
 * Has kubeadm itself write the PKI, the kubeconfigs and the static Pods of a control plane below `directory`, and
 * reads each component's command line from its manifest, moved to loopback and to `ports`.
 */
export async function writeControlPlane(
  directory: string,
  version: KubernetesVersion,
  { kubeadm }: Pick<KubernetesPrograms, 'kubeadm'>,
  ports: Ports,
): Promise<ControlPlaneFiles> {
  const config = join(directory, 'kubeadm.yaml');
  const manifests = join(directory, 'manifests');
  await mkdir(manifests);
  await writeFile(config, kubeadmConfig(directory, version, ports));
  const phase = (...words: string[]) =>
    run(kubeadm, ['init', 'phase', ...words, '--config', config], {
      // Only with it does a dry run leave /etc/kubernetes alone: GetDryRunDir in kubeadm's constants.go.
      env: { KUBEADM_INIT_DRYRUN_DIR: manifests },
    });
  await phase('certs', 'all');
  for (const name of ['super-admin', 'controller-manager', 'scheduler']) {
    await phase('kubeconfig', name, '--kubeconfig-dir', directory);
    await toLoopback(join(directory, `${name}.conf`));
  }
  await phase('control-plane', 'all', '--dry-run');
  await phase('etcd', 'local', '--dry-run');
  return {
    pki: join(directory, 'pki'),
    kubeconfig: join(directory, 'super-admin.conf'),
    argv: await readCommandLines(manifests, directory, ports),
  };
}

/** JSON is YAML. */
function kubeadmConfig(directory: string, version: KubernetesVersion, { api }: Ports): string {
  const apiVersion = 'kubeadm.k8s.io/v1beta4';
  const init = {
    apiVersion,
    kind: 'InitConfiguration',
    localAPIEndpoint: { advertiseAddress: ADVERTISED, bindPort: api },
    nodeRegistration: { name: NAME, criSocket: 'unix:///run/containerd/containerd.sock' },
  };
  const cluster = {
    apiVersion,
    kind: 'ClusterConfiguration',
    kubernetesVersion: `v${version}`,
    certificatesDir: join(directory, 'pki'),
    apiServer: { certSANs: ['127.0.0.1', 'localhost'] },
    etcd: { local: { dataDir: join(directory, 'etcd') } },
  };
  return `${JSON.stringify(init)}\n---\n${JSON.stringify(cluster)}\n`;
}

async function toLoopback(path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replaceAll(`https://${ADVERTISED}:`, 'https://127.0.0.1:'));
}

async function readCommandLines(
  manifests: string,
  directory: string,
  ports: Ports,
): Promise<Record<ControlPlaneComponent, Argv>> {
  const read = async (component: ControlPlaneComponent) => {
    const pod: Pod = parse(await readFile(await findManifest(manifests, component), 'utf8'));
    const [, ...argv] = pod.spec.containers[0]?.command ?? [];
    return [...argv.map((word) => moved(word, directory, ports)), ...added(component, ports)];
  };
  return {
    etcd: await read('etcd'),
    'kube-apiserver': await read('kube-apiserver'),
    'kube-controller-manager': await read('kube-controller-manager'),
    'kube-scheduler': await read('kube-scheduler'),
  };
}

/** Up to 1.31 each dry run makes a directory of its own below the given one. */
async function findManifest(manifests: string, component: ControlPlaneComponent): Promise<string> {
  const files = await readdir(manifests, { recursive: true });
  const found = files.find((file) => basename(file) === `${component}.yaml`);
  if (found === undefined) throw new Error(`kubeadm wrote no manifest of ${component}`);
  return join(manifests, found);
}

interface Pod {
  spec: { containers: { command: string[] }[] };
}

/** The API server keeps the advertised address: it refuses loopback there too. */
function moved(word: string, directory: string, { client, peer, metrics }: Ports): string {
  if (word.startsWith('--advertise-address=')) return word;
  const local = word
    .replaceAll(ADVERTISED, '127.0.0.1')
    .replaceAll(':2379', `:${client}`)
    .replaceAll(':2380', `:${peer}`)
    .replaceAll(':2381', `:${metrics}`)
    .replaceAll('/etc/kubernetes/', `${directory}/`);
  return local.startsWith('--listen-client-urls=') ? local.replace(/,.*/, '') : local;
}

function added(component: ControlPlaneComponent, ports: Ports): Argv {
  switch (component) {
    case 'etcd':
      return [];
    case 'kube-apiserver':
      return ['--bind-address=127.0.0.1', '--endpoint-reconciler-type=none'];
    case 'kube-controller-manager':
      return [`--secure-port=${ports.controllerManager}`];
    case 'kube-scheduler':
      return [`--secure-port=${ports.scheduler}`];
  }
}
