import { extraValue } from './arguments.ts';
import { agentPath, type K3sNode, nodeName } from './node.ts';
import { has } from './release.ts';
import type { Row } from './rows.ts';
import type { Sourced } from './settings.ts';

/**
 * Arguments that K3s gives to the kubelet and to kube-proxy. Left out is what depends on the addresses, the control
 * groups and the resolver of the host, and what no control is about.
 * https://github.com/k3s-io/k3s/blob/release-1.34/pkg/daemons/agent/agent_linux.go, release-1.31 for older ones
 */

/** From here on most of it is in a file that K3s writes, which the kubelet reads among its drop-ins. */
const IN_FILES = ['32.0'];
/** The file cannot say 0, and without this flag the port is open. https://github.com/k3s-io/k3s/issues/12164 */
const PORT_BY_FLAG = ['32.4'];

function agent(path: string): (node: K3sNode) => string {
  return (node) => agentPath(node, path);
}

/** The directory where K3s keeps the drop-ins of the kubelet. */
export function dropInDirectory(node: Pick<K3sNode, 'dataDirectory'>): string {
  return agentPath(node, 'etc/kubelet.conf.d');
}

export const KUBELET: readonly Row[] = [
  { name: 'anonymous-auth', value: 'false', until: IN_FILES },
  { name: 'authentication-token-webhook', value: 'true', until: IN_FILES },
  { name: 'authorization-mode', value: 'Webhook', until: IN_FILES },
  { name: 'client-ca-file', value: agent('client-ca.crt'), until: IN_FILES },
  { name: 'config-dir', value: dropInDirectory, since: IN_FILES },
  { name: 'hostname-override', value: nodeName },
  { name: 'kubeconfig', value: agent('kubelet.kubeconfig') },
  { name: 'pod-manifest-path', value: agent('pod-manifests'), until: IN_FILES },
  {
    name: 'protect-kernel-defaults',
    value: ({ settings }) =>
      settings.isOn('protect-kernel-defaults') ? settings.text('protect-kernel-defaults') : null,
    until: IN_FILES,
  },
  { name: 'read-only-port', value: '0', until: IN_FILES },
  { name: 'read-only-port', value: '0', since: PORT_BY_FLAG },
  { name: 'root-dir', value: ifRootless('kubelet') },
  { name: 'cert-dir', value: ifRootless('kubelet/pki') },
  { name: 'tls-cert-file', value: agent('serving-kubelet.crt'), until: IN_FILES },
  { name: 'tls-private-key-file', value: agent('serving-kubelet.key'), until: IN_FILES },
];

function ifRootless(path: string): (node: K3sNode) => string | null {
  return (node) => (node.settings.isOn('rootless') ? agentPath(node, path) : null);
}

export const KUBE_PROXY: readonly Row[] = [
  { name: 'healthz-bind-address', value: '127.0.0.1' },
  { name: 'hostname-override', value: nodeName },
  { name: 'kubeconfig', value: agent('kubeproxy.kubeconfig') },
  { name: 'proxy-mode', value: 'iptables' },
];

/**
 * What of the user's arguments reaches the kubelet. Where its settings are in files, K3s copies the files that
 * --config and --config-dir name among its drop-ins and drops the flags, and with a flag without `=` it drops the
 * argument after it too. pkg/daemons/agent/agent.go extractConfigArgs
 */
export function kubeletExtra({ release, settings }: K3sNode): readonly Sourced[] {
  const extra = settings.list('kubelet-arg');
  if (!has(release, IN_FILES)) return extra;
  const kept: Sourced[] = [];
  for (let at = 0; at < extra.length; at += 1) {
    const one = extra[at];
    if (one === undefined) continue;
    const name = one.value.replace(/^--/, '').split('=')[0] ?? '';
    if (name !== 'config' && name !== 'config-dir') kept.push(one);
    if (!one.value.includes('=')) at += 1;
  }
  return kept;
}

/** Where the kubelet keeps its state, and with it the socket that it opens last. */
export function kubeletRoot(node: K3sNode): string {
  const own = ifRootless('kubelet')(node) ?? '/var/lib/kubelet';
  return extraValue('root-dir', node.settings.list('kubelet-arg')) ?? own;
}
