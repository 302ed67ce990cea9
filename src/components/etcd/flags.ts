import type { SettingValue } from '../../model/finding.ts';
import { within } from './version.ts';

/**
 * Every flag of etcd's server from 3.3 to 3.7, taken from etcdmain/config.go and embed/config.go at each patch tag;
 * flags.test.ts asks real binaries about each. A new release is rows here.
 */
export type FlagKind =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'unsigned'
  | 'unsigned-32'
  | 'duration'
  | 'enum'
  /** Comma-separated texts. */
  | 'string-list'
  /** URLs, each once; see pkg/flags/unique_urls.go. */
  | 'unique-urls'
  /** As unique-urls, or `*`. */
  | 'origins'
  /** `Name=bool`, comma-separated, of the given names; see pkg/featuregate/feature_gate.go. */
  | 'gates'
  /** Accepted without effect; behaves like a boolean. */
  | 'ignored';

export interface VersionRange {
  since?: string;
  until?: string;
}

export interface FlagSpec {
  kind: FlagKind;
  /** Releases that have it; every known one where not given. A range without patches covers whole minors. */
  ranges?: readonly VersionRange[];
  values?: readonly string[];
  default?: readonly string[];
  /** What it was in other releases, where its values changed. */
  formerly?: FlagSpec;
}

const GATES_3_6 = [
  'AllAlpha',
  'AllBeta',
  'CompactHashCheck',
  'InitialCorruptCheck',
  'LeaseCheckpoint',
  'LeaseCheckpointPersist',
  'SetMemberLocalAddr',
  'StopGRPCServiceOnDefrag',
  'TxnModeWriteWithSharedBuffer',
];

export const etcdFlags: Readonly<Record<string, FlagSpec>> = {
  'advertise-client-urls': { kind: 'unique-urls', default: ['http://localhost:2379'] },
  'auth-token': { kind: 'string' },
  'auth-token-ttl': { kind: 'unsigned', ranges: [{ since: '3.3.23', until: '3.3' }, { since: '3.4.10' }] },
  'auto-compaction-mode': { kind: 'string' },
  'auto-compaction-retention': { kind: 'string' },
  'auto-tls': { kind: 'boolean' },
  'backend-batch-interval': { kind: 'duration', ranges: [{ since: '3.4' }] },
  'backend-batch-limit': { kind: 'integer', ranges: [{ since: '3.4' }] },
  'backend-bbolt-freelist-type': { kind: 'string', ranges: [{ since: '3.5' }] },
  'bcrypt-cost': { kind: 'unsigned', ranges: [{ since: '3.4' }] },
  'bootstrap-defrag-threshold-megabytes': { kind: 'unsigned', ranges: [{ since: '3.6' }] },
  'ca-file': { kind: 'string', ranges: [{ until: '3.3' }] },
  'cert-file': { kind: 'string' },
  'cipher-suites': { kind: 'string-list', ranges: [{ since: '3.3.7' }] },
  'client-cert-allowed-hostname': {
    kind: 'string-list',
    ranges: [{ since: '3.5.15' }],
    formerly: { kind: 'string', ranges: [{ since: '3.4', until: '3.5.14' }] },
  },
  'client-cert-auth': { kind: 'boolean' },
  'client-cert-file': { kind: 'string', ranges: [{ since: '3.5' }] },
  'client-crl-file': { kind: 'string' },
  'client-key-file': { kind: 'string', ranges: [{ since: '3.5' }] },
  'cluster-active-size': { kind: 'ignored' },
  'cluster-remove-delay': { kind: 'ignored' },
  'cluster-sync-interval': { kind: 'ignored' },
  'compact-hash-check-time': { kind: 'duration', ranges: [{ since: '3.6' }] },
  'compaction-batch-limit': { kind: 'integer', ranges: [{ since: '3.6' }] },
  'compaction-sleep-interval': { kind: 'duration', ranges: [{ since: '3.6' }] },
  config: { kind: 'ignored' },
  'config-file': { kind: 'string' },
  'corrupt-check-time': { kind: 'duration', ranges: [{ since: '3.6' }] },
  cors: { kind: 'origins', default: ['*'] },
  'data-dir': { kind: 'string' },
  debug: { kind: 'boolean', ranges: [{ until: '3.4' }] },
  discovery: { kind: 'string', ranges: [{ until: '3.6' }] },
  'discovery-cacert': { kind: 'string', ranges: [{ since: '3.6' }] },
  'discovery-cert': { kind: 'string', ranges: [{ since: '3.6' }] },
  'discovery-dial-timeout': { kind: 'duration', ranges: [{ since: '3.6' }] },
  'discovery-endpoints': { kind: 'string-list', ranges: [{ since: '3.6' }] },
  'discovery-fallback': { kind: 'enum', values: ['proxy', 'exit'] },
  'discovery-insecure-skip-tls-verify': { kind: 'boolean', ranges: [{ since: '3.6' }] },
  'discovery-insecure-transport': { kind: 'boolean', ranges: [{ since: '3.6' }] },
  'discovery-keepalive-time': { kind: 'duration', ranges: [{ since: '3.6' }] },
  'discovery-keepalive-timeout': { kind: 'duration', ranges: [{ since: '3.6' }] },
  'discovery-key': { kind: 'string', ranges: [{ since: '3.6' }] },
  'discovery-password': { kind: 'string', ranges: [{ since: '3.6' }] },
  'discovery-proxy': { kind: 'string', ranges: [{ until: '3.6' }] },
  'discovery-request-timeout': { kind: 'duration', ranges: [{ since: '3.6' }] },
  'discovery-srv': { kind: 'string' },
  'discovery-srv-name': { kind: 'string', ranges: [{ since: '3.4' }] },
  'discovery-token': { kind: 'string', ranges: [{ since: '3.6' }] },
  'discovery-user': { kind: 'string', ranges: [{ since: '3.6' }] },
  'distributed-tracing-address': { kind: 'string', ranges: [{ since: '3.6' }] },
  'distributed-tracing-instance-id': { kind: 'string', ranges: [{ since: '3.6' }] },
  'distributed-tracing-sampling-rate': { kind: 'integer', ranges: [{ since: '3.6' }] },
  'distributed-tracing-service-name': { kind: 'string', ranges: [{ since: '3.6' }] },
  'downgrade-check-time': { kind: 'duration', ranges: [{ since: '3.6' }] },
  'election-timeout': { kind: 'unsigned' },
  'enable-distributed-tracing': { kind: 'boolean', ranges: [{ since: '3.6' }] },
  'enable-grpc-gateway': { kind: 'boolean', ranges: [{ since: '3.4' }] },
  'enable-log-rotation': { kind: 'boolean', ranges: [{ since: '3.5' }] },
  'enable-pprof': { kind: 'boolean' },
  'enable-v2': { kind: 'boolean', ranges: [{ until: '3.5' }] },
  'experimental-backend-bbolt-freelist-type': { kind: 'string', ranges: [{ since: '3.4', until: '3.4' }] },
  'experimental-bootstrap-defrag-threshold-megabytes': {
    kind: 'unsigned',
    ranges: [{ since: '3.5', until: '3.6' }],
  },
  'experimental-compact-hash-check-enabled': { kind: 'boolean', ranges: [{ since: '3.5.5', until: '3.6' }] },
  'experimental-compact-hash-check-time': { kind: 'duration', ranges: [{ since: '3.5.5', until: '3.6' }] },
  'experimental-compaction-batch-limit': { kind: 'integer', ranges: [{ since: '3.4', until: '3.6' }] },
  'experimental-compaction-sleep-interval': { kind: 'duration', ranges: [{ since: '3.5.16', until: '3.6' }] },
  'experimental-corrupt-check-time': { kind: 'duration', ranges: [{ until: '3.6' }] },
  'experimental-distributed-tracing-address': { kind: 'string', ranges: [{ since: '3.5', until: '3.6' }] },
  'experimental-distributed-tracing-instance-id': {
    kind: 'string',
    ranges: [{ since: '3.5', until: '3.6' }],
  },
  'experimental-distributed-tracing-sampling-rate': {
    kind: 'integer',
    ranges: [{ since: '3.5.11', until: '3.6' }],
  },
  'experimental-distributed-tracing-service-name': {
    kind: 'string',
    ranges: [{ since: '3.5', until: '3.6' }],
  },
  'experimental-downgrade-check-time': { kind: 'duration', ranges: [{ since: '3.5', until: '3.6' }] },
  'experimental-enable-distributed-tracing': { kind: 'boolean', ranges: [{ since: '3.5', until: '3.6' }] },
  'experimental-enable-lease-checkpoint': { kind: 'boolean', ranges: [{ since: '3.4', until: '3.6' }] },
  'experimental-enable-lease-checkpoint-persist': {
    kind: 'boolean',
    ranges: [
      { since: '3.4.20', until: '3.4' },
      { since: '3.5.2', until: '3.6' },
    ],
  },
  'experimental-enable-v2v3': { kind: 'string', ranges: [{ until: '3.5' }] },
  'experimental-initial-corrupt-check': { kind: 'boolean', ranges: [{ until: '3.6' }] },
  'experimental-memory-mlock': { kind: 'boolean', ranges: [{ since: '3.5', until: '3.6' }] },
  'experimental-peer-skip-client-san-verification': {
    kind: 'boolean',
    ranges: [{ since: '3.3.16', until: '3.6' }],
  },
  'experimental-snapshot-catchup-entries': { kind: 'unsigned', ranges: [{ since: '3.5.14', until: '3.6' }] },
  'experimental-stop-grpc-service-on-defrag': {
    kind: 'boolean',
    ranges: [{ since: '3.5.14', until: '3.6' }],
  },
  'experimental-txn-mode-write-with-shared-buffer': {
    kind: 'boolean',
    ranges: [{ since: '3.5', until: '3.6' }],
  },
  'experimental-warning-apply-duration': { kind: 'duration', ranges: [{ since: '3.4.16', until: '3.6' }] },
  'experimental-warning-unary-request-duration': {
    kind: 'duration',
    ranges: [{ since: '3.6', until: '3.6' }],
  },
  'experimental-watch-progress-notify-interval': {
    kind: 'duration',
    ranges: [{ since: '3.4.11', until: '3.6' }],
  },
  'feature-gates': {
    kind: 'gates',
    ranges: [{ since: '3.7' }],
    values: [...GATES_3_6, 'FastLeaseKeepAlive', 'PriorityRequest'],
    formerly: { kind: 'gates', ranges: [{ since: '3.6', until: '3.6' }], values: GATES_3_6 },
  },
  force: { kind: 'ignored' },
  'force-new-cluster': { kind: 'boolean' },
  'grpc-keepalive-interval': { kind: 'duration' },
  'grpc-keepalive-min-time': { kind: 'duration' },
  'grpc-keepalive-timeout': { kind: 'duration' },
  'heartbeat-interval': { kind: 'unsigned' },
  'host-whitelist': { kind: 'string-list', ranges: [{ since: '3.4' }] },
  'initial-advertise-peer-urls': { kind: 'unique-urls', default: ['http://localhost:2380'] },
  'initial-cluster': { kind: 'string' },
  'initial-cluster-state': { kind: 'enum', values: ['new', 'existing'] },
  'initial-cluster-token': { kind: 'string' },
  'initial-election-tick-advance': { kind: 'boolean', ranges: [{ since: '3.3.4' }] },
  'key-file': { kind: 'string' },
  'listen-client-http-urls': {
    kind: 'unique-urls',
    ranges: [{ since: '3.4.25', until: '3.4' }, { since: '3.5.8' }],
  },
  'listen-client-urls': { kind: 'unique-urls', default: ['http://localhost:2379'] },
  'listen-metrics-urls': { kind: 'unique-urls' },
  'listen-peer-urls': { kind: 'unique-urls', default: ['http://localhost:2380'] },
  'log-format': { kind: 'string', ranges: [{ since: '3.6' }] },
  'log-level': { kind: 'string', ranges: [{ since: '3.4' }] },
  'log-output': { kind: 'string-list', ranges: [{ until: '3.4' }] },
  'log-outputs': { kind: 'string-list', ranges: [{ since: '3.4' }] },
  'log-package-levels': { kind: 'string', ranges: [{ until: '3.4' }] },
  'log-rotation-config-json': { kind: 'string', ranges: [{ since: '3.5' }] },
  logger: { kind: 'string', ranges: [{ since: '3.4' }] },
  'max-concurrent-streams': {
    kind: 'unsigned-32',
    ranges: [{ since: '3.4.20', until: '3.4' }, { since: '3.5.5' }],
  },
  'max-learners': { kind: 'integer', ranges: [{ since: '3.6' }] },
  'max-request-bytes': { kind: 'unsigned' },
  'max-result-buffer': { kind: 'ignored' },
  'max-retry-attempts': { kind: 'ignored' },
  'max-snapshots': { kind: 'unsigned' },
  'max-txn-ops': { kind: 'unsigned' },
  'max-wals': { kind: 'unsigned' },
  'memory-mlock': { kind: 'boolean', ranges: [{ since: '3.6' }] },
  metrics: { kind: 'string' },
  name: { kind: 'string' },
  'next-cluster-version-compatible': { kind: 'boolean', ranges: [{ since: '3.4.31', until: '3.4' }] },
  'peer-auto-tls': { kind: 'boolean' },
  'peer-ca-file': { kind: 'string', ranges: [{ until: '3.3' }] },
  'peer-cert-allowed-cn': {
    kind: 'string-list',
    ranges: [{ since: '3.5.15' }],
    formerly: { kind: 'string', ranges: [{ until: '3.5.14' }] },
  },
  'peer-cert-allowed-hostname': {
    kind: 'string-list',
    ranges: [{ since: '3.5.15' }],
    formerly: { kind: 'string', ranges: [{ since: '3.4', until: '3.5.14' }] },
  },
  'peer-cert-file': { kind: 'string' },
  'peer-client-cert-auth': { kind: 'boolean' },
  'peer-client-cert-file': { kind: 'string', ranges: [{ since: '3.5' }] },
  'peer-client-key-file': { kind: 'string', ranges: [{ since: '3.5' }] },
  'peer-crl-file': { kind: 'string' },
  'peer-election-timeout': { kind: 'ignored' },
  'peer-heartbeat-interval': { kind: 'ignored' },
  'peer-key-file': { kind: 'string' },
  'peer-skip-client-san-verification': { kind: 'boolean', ranges: [{ since: '3.6' }] },
  'peer-trusted-ca-file': { kind: 'string' },
  'pre-vote': { kind: 'boolean', ranges: [{ since: '3.4' }] },
  proxy: { kind: 'enum', ranges: [{ until: '3.5' }], values: ['off', 'readonly', 'on'] },
  'proxy-dial-timeout': { kind: 'unsigned', ranges: [{ until: '3.5' }] },
  'proxy-failure-wait': { kind: 'unsigned', ranges: [{ until: '3.5' }] },
  'proxy-read-timeout': { kind: 'unsigned', ranges: [{ until: '3.5' }] },
  'proxy-refresh-interval': { kind: 'unsigned', ranges: [{ until: '3.5' }] },
  'proxy-write-timeout': { kind: 'unsigned', ranges: [{ until: '3.5' }] },
  'quota-backend-bytes': { kind: 'integer' },
  'raft-read-timeout': { kind: 'duration', ranges: [{ since: '3.5' }] },
  'raft-write-timeout': { kind: 'duration', ranges: [{ since: '3.5' }] },
  'retry-interval': { kind: 'ignored' },
  'self-signed-cert-validity': { kind: 'unsigned', ranges: [{ since: '3.5' }] },
  snapshot: { kind: 'ignored' },
  'snapshot-catchup-entries': { kind: 'unsigned', ranges: [{ since: '3.6' }] },
  'snapshot-count': { kind: 'unsigned' },
  'socket-reuse-address': { kind: 'boolean', ranges: [{ since: '3.5' }] },
  'socket-reuse-port': { kind: 'boolean', ranges: [{ since: '3.5' }] },
  'strict-reconfig-check': { kind: 'boolean' },
  'test.coverprofile': { kind: 'ignored' },
  'test.outputdir': { kind: 'ignored' },
  'tls-max-version': { kind: 'string', ranges: [{ since: '3.4.25', until: '3.4' }, { since: '3.5.8' }] },
  'tls-min-version': { kind: 'string', ranges: [{ since: '3.4.25', until: '3.4' }, { since: '3.5.8' }] },
  'trusted-ca-file': { kind: 'string' },
  'unsafe-no-fsync': { kind: 'boolean', ranges: [{ since: '3.4.10' }] },
  v: { kind: 'ignored' },
  'v2-deprecation': {
    kind: 'enum',
    ranges: [{ since: '3.6' }],
    values: ['write-only', 'write-only-drop-data', 'gone'],
    formerly: {
      kind: 'enum',
      ranges: [{ since: '3.5', until: '3.5' }],
      values: ['not-yet', 'write-only', 'write-only-drop-data', 'gone'],
    },
  },
  version: { kind: 'boolean' },
  vv: { kind: 'ignored' },
  'wal-dir': { kind: 'string' },
  'warning-apply-duration': { kind: 'duration', ranges: [{ since: '3.6' }] },
  'warning-unary-request-duration': { kind: 'duration', ranges: [{ since: '3.6' }] },
  'watch-progress-notify-interval': { kind: 'duration', ranges: [{ since: '3.6' }] },
};

/** The flag as that version has it, undefined where it is not defined. */
export function flagOf(name: string, version: string): FlagSpec | undefined {
  return Object.hasOwn(etcdFlags, name) ? specIn(etcdFlags[name], version) : undefined;
}

/** Names of all flags of a version, in byte order, as Go visits them. */
export function flagsOf(version: string): readonly string[] {
  const known = names.get(version);
  if (known !== undefined) return known;
  const found = Object.keys(etcdFlags).filter((name) => flagOf(name, version) !== undefined);
  names.set(version, found);
  return found;
}

/** Every process is read several times, and each reading looks at every flag. */
const names = new Map<string, readonly string[]>();

/** Its default as a setting's value. */
export function defaultOf(spec: FlagSpec | undefined): SettingValue {
  return spec?.default === undefined ? null : [...spec.default];
}

function specIn(spec: FlagSpec | undefined, version: string): FlagSpec | undefined {
  if (spec?.ranges === undefined || spec.ranges.some((range) => within(version, range))) return spec;
  return specIn(spec.formerly, version);
}
