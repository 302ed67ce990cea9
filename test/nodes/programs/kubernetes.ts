import { fileURLToPath } from 'node:url';
import { type EtcdVersion, findEtcd } from '../../../src/cli/demo/binary.ts';
import { cachePath, type Say } from './cache.ts';
import { built } from './go.ts';

/** Versions with a go.mod and go.sum beside this file, each with an etcd of the minor that its kubeadm starts. */
export const KUBERNETES_VERSIONS = {
  '1.31.0': { etcd: '3.5.21' },
  '1.34.1': { etcd: '3.6.5' },
} as const satisfies Record<string, { etcd: EtcdVersion }>;

export type KubernetesVersion = keyof typeof KUBERNETES_VERSIONS;
export const DEFAULT_KUBERNETES: KubernetesVersion = '1.34.1';

/** In the order in which they build fastest: each finds most of what it needs compiled for the one before. */
export const PROGRAMS = [
  'kube-apiserver',
  'kubeadm',
  'kubelet',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'kubectl',
] as const;

export type KubernetesProgram = (typeof PROGRAMS)[number];

/** Paths of real programs of one version of Kubernetes, and of the etcd that goes with it. */
export type KubernetesPrograms = Readonly<Record<KubernetesProgram | 'etcd', string>>;

/**
 * All programs of a version, from the cache or built into it through the Go module proxy, checksums verified. Cold,
 * that takes five minutes and 4 GiB of Go's caches. Throws what to install when Go is missing.
 */
export async function findKubernetes(version: KubernetesVersion, say: Say): Promise<KubernetesPrograms> {
  const found: Partial<Record<KubernetesProgram | 'etcd', string>> = {};
  for (const name of PROGRAMS) found[name] = await findKubernetesProgram(version, name, say);
  const etcd = await findEtcd(KUBERNETES_VERSIONS[version].etcd, say);
  return { ...(found as Record<KubernetesProgram, string>), etcd: etcd.path };
}

/** One of them. Throws what to install when Go is missing. */
export async function findKubernetesProgram(
  version: KubernetesVersion,
  name: KubernetesProgram,
  say: Say,
): Promise<string> {
  const target = cachePath('programs', `kubernetes-${version}`, name);
  const build = {
    moduleDirectory: fileURLToPath(new URL(`kubernetes-${version}`, import.meta.url)),
    package: `k8s.io/kubernetes/cmd/${name}`,
    ldflags: `-s -w ${versionFlags(version)}`,
    target,
  };
  try {
    return await built(build, () =>
      say(`Building ${name} ${version} from the Go module proxy, once; the first takes minutes.`),
    );
  } catch (error) {
    const hint = `Install Go (the version that go.mod in ${build.moduleDirectory} asks for), or put the program at ${target}.`;
    throw new Error(`No ${name} ${version} could be built. ${(error as Error).message}\n${hint}`, {
      cause: error,
    });
  }
}

/** Without these kubeadm knows no version: KUBE_GIT_VERSION in hack/lib/version.sh of Kubernetes sets them too. */
function versionFlags(version: KubernetesVersion): string {
  const [major, minor] = version.split('.');
  const values = {
    gitVersion: `v${version}`,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: '0'.repeat(40),
  };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap((path) => Object.entries(values).map(([name, value]) => `-X ${path}.${name}=${value}`))
    .join(' ');
}
