const KUBELET_HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n';

/** A configuration file of the kubelet with these lines. */
export function kubeletConfig(...lines: readonly string[]): string {
  return `${KUBELET_HEAD}${lines.map((line) => `${line}\n`).join('')}`;
}

/** A file of the API server's own API group. */
export function serverConfig(kind: string, ...lines: readonly string[]): string {
  return `apiVersion: apiserver.config.k8s.io/v1\nkind: ${kind}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** The manifest of a static Pod. */
export function manifest(name: string, ...containers: readonly object[]): string {
  const metadata = { name, namespace: 'kube-system' };
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers } })}\n`;
}

/** The control group of a container in a Pod. */
export function containerGroup(digit: string): string {
  return `0::/kubepods.slice/kubepods-pod1234.slice/cri-containerd-${digit.repeat(64)}.scope\n`;
}

export const AUDIT_POLICY = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n  - level: Metadata\n';
