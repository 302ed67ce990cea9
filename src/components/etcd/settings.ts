import type { SettingValue } from '../../model/finding.ts';

/**
 * The settings of etcd that verdicts, listeners or evidence depend on. Every other flag is only checked for what
 * etcd would refuse (flags.ts). Names are the flags'; the variable of each is ETCD_ + name in capitals.
 */
export interface SettingSpec {
  kind: 'string' | 'boolean' | 'urls' | 'strings';
  /** Key in the configuration file, dots between levels; null where a file cannot set it. */
  file: string | null;
  default: SettingValue;
  /** Minor versions that have it; from the first to the last known where not given. */
  since?: string;
  until?: string;
}

export const etcdSettings = {
  name: { kind: 'string', file: 'name', default: 'default' },
  'data-dir': { kind: 'string', file: 'data-dir', default: null },
  'initial-cluster': { kind: 'string', file: 'initial-cluster', default: null },
  'initial-advertise-peer-urls': {
    kind: 'urls',
    file: 'initial-advertise-peer-urls',
    default: ['http://localhost:2380'],
  },
  'advertise-client-urls': {
    kind: 'urls',
    file: 'advertise-client-urls',
    default: ['http://localhost:2379'],
  },
  discovery: { kind: 'string', file: 'discovery', default: null },
  'discovery-srv': { kind: 'string', file: 'discovery-srv', default: null },
  'listen-client-urls': { kind: 'urls', file: 'listen-client-urls', default: ['http://localhost:2379'] },
  'listen-client-http-urls': { kind: 'urls', file: 'listen-client-http-urls', default: [], since: '3.4' },
  'listen-peer-urls': { kind: 'urls', file: 'listen-peer-urls', default: ['http://localhost:2380'] },
  'listen-metrics-urls': { kind: 'urls', file: 'listen-metrics-urls', default: [] },
  'cert-file': { kind: 'string', file: 'client-transport-security.cert-file', default: null },
  'key-file': { kind: 'string', file: 'client-transport-security.key-file', default: null },
  'client-cert-auth': {
    kind: 'boolean',
    file: 'client-transport-security.client-cert-auth',
    default: false,
  },
  'trusted-ca-file': { kind: 'string', file: 'client-transport-security.trusted-ca-file', default: null },
  'ca-file': { kind: 'string', file: 'client-transport-security.ca-file', default: null, until: '3.3' },
  'auto-tls': { kind: 'boolean', file: 'client-transport-security.auto-tls', default: false },
  'client-cert-file': {
    kind: 'string',
    file: 'client-transport-security.client-cert-file',
    default: null,
    since: '3.5',
  },
  'client-key-file': {
    kind: 'string',
    file: 'client-transport-security.client-key-file',
    default: null,
    since: '3.5',
  },
  'client-crl-file': { kind: 'string', file: null, default: null },
  'peer-cert-file': { kind: 'string', file: 'peer-transport-security.cert-file', default: null },
  'peer-key-file': { kind: 'string', file: 'peer-transport-security.key-file', default: null },
  'peer-client-cert-auth': {
    kind: 'boolean',
    file: 'peer-transport-security.client-cert-auth',
    default: false,
  },
  'peer-trusted-ca-file': { kind: 'string', file: 'peer-transport-security.trusted-ca-file', default: null },
  'peer-ca-file': { kind: 'string', file: 'peer-transport-security.ca-file', default: null, until: '3.3' },
  'peer-auto-tls': { kind: 'boolean', file: 'peer-transport-security.auto-tls', default: false },
  'peer-client-cert-file': {
    kind: 'string',
    file: 'peer-transport-security.client-cert-file',
    default: null,
    since: '3.5',
  },
  'peer-client-key-file': {
    kind: 'string',
    file: 'peer-transport-security.client-key-file',
    default: null,
    since: '3.5',
  },
  'peer-crl-file': { kind: 'string', file: null, default: null },
  'peer-cert-allowed-cn': { kind: 'string', file: 'peer-transport-security.allowed-cn', default: null },
  'peer-cert-allowed-hostname': {
    kind: 'string',
    file: 'peer-transport-security.allowed-hostname',
    default: null,
    since: '3.4',
  },
  'client-cert-allowed-hostname': {
    kind: 'string',
    file: 'client-transport-security.allowed-hostname',
    default: null,
    since: '3.4',
  },
  'enable-grpc-gateway': { kind: 'boolean', file: 'enable-grpc-gateway', default: true },
  'enable-v2': { kind: 'boolean', file: 'enable-v2', default: false, until: '3.5' },
  proxy: { kind: 'string', file: 'proxy', default: 'off', until: '3.5' },
  'tls-min-version': { kind: 'string', file: 'tls-min-version', default: null, since: '3.4' },
  'cipher-suites': { kind: 'strings', file: 'cipher-suites', default: [] },
} as const satisfies Record<string, SettingSpec>;

/** The environment variable of a flag. https://github.com/etcd-io/etcd/blob/v3.5.21/pkg/flags/flag.go FlagToEnv */
export function variableOf(flag: string): string {
  return `ETCD_${flag.toUpperCase().replaceAll('-', '_')}`;
}
