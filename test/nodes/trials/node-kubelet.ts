import { rmSync } from 'node:fs';
import { parse } from 'yaml';
import type { Node } from '../node.ts';
import { until } from '../until.ts';
import { changeFile, type NodeTrial } from './node-trial.ts';

export type Fields = { readonly [key: string]: unknown };

const CONFIG = '/var/lib/kubelet/config.yaml';
const FLAGS = '/var/lib/kubelet/kubeadm-flags.env';
/** The directory of drop-ins that the hardened kubelet is told of. */
export const DROP_INS = '/etc/kubernetes/kubelet.conf.d';
const UNIT_DROP_IN = '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf';

/** Changes a source of the kubelet's configuration; what comes back undoes that. */
type Change = (node: Node) => () => void;

/** Fields of its configuration file. */
export function inFile(fields: Fields): Change {
  return (node) =>
    changeFile(node, CONFIG, { text: (old) => JSON.stringify(merged(parse(old) as Fields, fields)) });
}

/** Fields in a drop-in that is read after all others. */
function inDropIn(fields: Fields): Change {
  const head = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' };
  return (node) => {
    const path = `${DROP_INS}/90-broken.conf`;
    changeFile(node, path, { text: () => JSON.stringify({ ...head, ...fields }) });
    return () => rmSync(node.outside(path));
  };
}

/** Words of its command line, in the file that kubeadm leaves for them. */
function byFlags(...words: readonly string[]): Change {
  return (node) => changeFile(node, FLAGS, { text: (old) => old.replace(/"\n?$/, ` ${words.join(' ')}"\n`) });
}

/** A line of its unit's drop-in. */
export function inUnit(edit: (text: string) => string): Change {
  return (node) => changeFile(node, UNIT_DROP_IN, { text: edit });
}

function merged(base: Fields, change: Fields): Fields {
  const both = Object.entries(change).map(([key, value]) => {
    const old = base[key];
    return [key, isFields(old) && isFields(value) ? merged(old, value) : value];
  });
  return { ...base, ...Object.fromEntries(both) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ends the kubelet and returns when another runs and can be asked. */
export async function restartKubelet(node: Node): Promise<void> {
  await node.waitForNewProcess('kubelet', node.restartKubelet());
  await untilServed(node, 10_250);
}

/** A process that has just started has no socket yet. */
export async function untilServed(node: Node, port: number): Promise<void> {
  const connect = ['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`];
  await until(`port ${port} is served`, 60_000, async () => (await node.exec(connect)).code === 0 || null);
}

function trial(rule: string, what: string, change: Change, benchmark?: string): NodeTrial {
  return {
    rule: `kubelet-${rule}`,
    what,
    ...(benchmark === undefined ? {} : { benchmark }),
    break: async (node) => {
      const undo = change(node);
      await restartKubelet(node);
      return async () => {
        undo();
        await restartKubelet(node);
      };
    },
  };
}

/** One for either kind of key: which the kubelet has hangs on who made its certificate. */
const CBC = [
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
];

/** Every rule on the kubelet that a real one of this version can be made to miss, by each source once at least. */
export const KUBELET_TRIALS: readonly NodeTrial[] = [
  trial('anonymous-auth', 'on in its file', inFile({ authentication: { anonymous: { enabled: true } } })),
  trial('anonymous-auth', 'on by a flag over its file', byFlags('--anonymous-auth')),
  trial('authz-mode', 'AlwaysAllow in a drop-in', inDropIn({ authorization: { mode: 'AlwaysAllow' } })),
  trial('authz-mode', 'AlwaysAllow as a word of its own', byFlags('--authorization-mode', 'AlwaysAllow')),
  trial('client-ca', 'none in its file', inFile({ authentication: { x509: { clientCAFile: '' } } })),
  trial('read-only-port', 'open in its file', inFile({ readOnlyPort: 10_255 })),
  trial('read-only-port', 'open by a flag', byFlags('--read-only-port=10255')),
  trial('streaming-idle-timeout', '0s by a flag', byFlags('--streaming-connection-idle-timeout=0s')),
  trial('iptables-util-chains', 'off in a drop-in', inDropIn({ makeIPTablesUtilChains: false })),
  trial('event-qps', '5000 a second in a drop-in', inDropIn({ eventRecordQPS: 5_000 })),
  trial('tls-cert', 'one of its own making', inFile({ serverTLSBootstrap: false })),
  trial('rotate-certs', 'off by a flag', byFlags('--rotate-certificates=false')),
  trial('rotate-server-cert', 'off in its file', inFile({ serverTLSBootstrap: false })),
  trial('server-tls-bootstrap', 'off in a drop-in', inDropIn({ serverTLSBootstrap: false }), 'cis-eks@2.0.0'),
  trial('tls-ciphers', 'a suite with CBC in its file', inFile({ tlsCipherSuites: CBC })),
  trial('tls-ciphers', 'a suite with CBC by a flag', byFlags(`--tls-cipher-suites=${CBC}`)),
  trial('pod-pids-limit', 'none in its file', inFile({ podPidsLimit: -1 })),
  trial('seccomp-default', 'off in its file', inFile({ seccompDefault: false })),
  trial(
    'protect-kernel-defaults',
    'off by a flag',
    byFlags('--protect-kernel-defaults=false'),
    'cis-kubernetes@1.24',
  ),
  trial(
    'ip-address-deny',
    'taken out of its unit',
    inUnit((text) => text.replace('IPAddressDeny=any\n', '')),
    'cis-kubernetes@1.11',
  ),
];

/** On a node without static Pods: those of a kubelet of another name would be taken down. */
export const WORKER_TRIALS: readonly NodeTrial[] = [
  trial('hostname-override', 'another name by a flag', byFlags('--hostname-override=other')),
];

/** Fields with which the kubelet meets every rule on it. */
export const HARDENED: Fields = {
  serverTLSBootstrap: true,
  podPidsLimit: 4_096,
  seccompDefault: true,
  protectKernelDefaults: true,
  tlsCipherSuites: [
    'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  ],
};

/** A line that gives the kubelet one more word of its command line, and another that closes its network. */
export function hardenedUnit(text: string): string {
  return text
    .replace('[Service]\n', '[Service]\nIPAddressDeny=any\n')
    .replace('--config=/var', `--config-dir=${DROP_INS} --config=/var`);
}
