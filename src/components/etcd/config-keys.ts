import type { ConfigEntry } from '../../model/snapshot.ts';
import type { VersionRange } from './flags.ts';
import { within } from './version.ts';

/** JSON types of a configuration key; Go decodes nothing else into it. `integer` and `unsigned` take whole numbers. */
export type KeyType = 'string' | 'boolean' | 'integer' | 'unsigned' | 'list' | 'map';

export interface KeySpec {
  type: KeyType;
  ranges?: readonly VersionRange[];
  /** What it was in other releases, where its type changed. */
  formerly?: KeySpec;
}

/**
 * Keys of etcd's configuration file from 3.3 to 3.7: the json tags in embed/config.go and etcdmain/config.go at each
 * patch tag, and in one word the fields that have none. What those hold is overwritten later; a wrong type refuses.
 */
export const etcdConfigKeys: Readonly<Record<string, KeySpec>> = {
  'advertise-client-urls': { type: 'string' },
  advertiseclienturls: { type: 'list', ranges: [{ since: '3.5.8' }] },
  advertisepeerurls: { type: 'list', ranges: [{ since: '3.5.8' }] },
  'auth-token': { type: 'string' },
  'auth-token-ttl': { type: 'unsigned', ranges: [{ since: '3.3.23', until: '3.3' }, { since: '3.4.10' }] },
  'auto-compaction-mode': { type: 'string' },
  'auto-compaction-retention': { type: 'string' },
  'backend-batch-interval': { type: 'integer', ranges: [{ since: '3.4' }] },
  'backend-batch-limit': { type: 'integer', ranges: [{ since: '3.4' }] },
  'backend-bbolt-freelist-type': { type: 'string', ranges: [{ since: '3.5' }] },
  'bcrypt-cost': { type: 'unsigned', ranges: [{ since: '3.4' }] },
  'bootstrap-defrag-threshold-megabytes': { type: 'unsigned', ranges: [{ since: '3.6' }] },
  'cipher-suites': { type: 'list', ranges: [{ since: '3.3.7' }] },
  'client-transport-security': { type: 'map' },
  'client-transport-security.allowed-cn': {
    type: 'list',
    ranges: [{ since: '3.5.15' }],
    formerly: { type: 'string', ranges: [{ since: '3.5.14', until: '3.5.14' }] },
  },
  'client-transport-security.allowed-hostname': {
    type: 'list',
    ranges: [{ since: '3.5.15' }],
    formerly: { type: 'string', ranges: [{ since: '3.5.14', until: '3.5.14' }] },
  },
  'client-transport-security.auto-tls': { type: 'boolean' },
  'client-transport-security.ca-file': { type: 'string', ranges: [{ until: '3.3' }] },
  'client-transport-security.cert-file': { type: 'string' },
  'client-transport-security.client-cert-auth': { type: 'boolean' },
  'client-transport-security.client-cert-file': { type: 'string', ranges: [{ since: '3.5' }] },
  'client-transport-security.client-key-file': { type: 'string', ranges: [{ since: '3.5' }] },
  'client-transport-security.key-file': { type: 'string' },
  'client-transport-security.skip-client-san-verification': { type: 'boolean', ranges: [{ since: '3.6' }] },
  'client-transport-security.trusted-ca-file': { type: 'string' },
  clientautotls: { type: 'boolean' },
  clienttlsinfo: { type: 'map' },
  'compact-hash-check-time': { type: 'integer', ranges: [{ since: '3.6' }] },
  'compaction-batch-limit': { type: 'integer', ranges: [{ since: '3.6' }] },
  'compaction-sleep-interval': { type: 'integer', ranges: [{ since: '3.6' }] },
  'corrupt-check-time': { type: 'integer', ranges: [{ since: '3.6' }] },
  cors: { type: 'string' },
  'data-dir': { type: 'string' },
  debug: { type: 'boolean', ranges: [{ until: '3.4' }] },
  discovery: { type: 'string', ranges: [{ until: '3.6' }] },
  'discovery-fallback': { type: 'string', ranges: [{ until: '3.5' }] },
  'discovery-proxy': { type: 'string', ranges: [{ until: '3.6' }] },
  'discovery-srv': { type: 'string' },
  'discovery-srv-name': { type: 'string', ranges: [{ since: '3.4' }] },
  'distributed-tracing-address': { type: 'string', ranges: [{ since: '3.6' }] },
  'distributed-tracing-instance-id': { type: 'string', ranges: [{ since: '3.6' }] },
  'distributed-tracing-sampling-rate': { type: 'integer', ranges: [{ since: '3.6' }] },
  'distributed-tracing-service-name': { type: 'string', ranges: [{ since: '3.6' }] },
  'downgrade-check-time': { type: 'integer', ranges: [{ since: '3.6' }] },
  'election-timeout': { type: 'unsigned' },
  'enable-distributed-tracing': { type: 'boolean', ranges: [{ since: '3.6' }] },
  'enable-grpc-gateway': { type: 'boolean', ranges: [{ since: '3.4' }] },
  'enable-log-rotation': { type: 'boolean', ranges: [{ since: '3.5' }] },
  'enable-pprof': { type: 'boolean' },
  'enable-v2': { type: 'boolean', ranges: [{ until: '3.5' }] },
  'experimental-backend-bbolt-freelist-type': { type: 'string', ranges: [{ since: '3.4', until: '3.4' }] },
  'experimental-bootstrap-defrag-threshold-megabytes': {
    type: 'unsigned',
    ranges: [{ since: '3.5', until: '3.6' }],
  },
  'experimental-compact-hash-check-enabled': { type: 'boolean', ranges: [{ since: '3.5.5', until: '3.6' }] },
  'experimental-compact-hash-check-time': { type: 'integer', ranges: [{ since: '3.5.5', until: '3.6' }] },
  'experimental-compaction-batch-limit': { type: 'integer', ranges: [{ since: '3.4', until: '3.6' }] },
  'experimental-compaction-sleep-interval': { type: 'integer', ranges: [{ since: '3.5.16', until: '3.6' }] },
  'experimental-corrupt-check-time': { type: 'integer', ranges: [{ until: '3.6' }] },
  'experimental-distributed-tracing-address': { type: 'string', ranges: [{ since: '3.5', until: '3.6' }] },
  'experimental-distributed-tracing-instance-id': {
    type: 'string',
    ranges: [{ since: '3.5', until: '3.6' }],
  },
  'experimental-distributed-tracing-sampling-rate': {
    type: 'integer',
    ranges: [{ since: '3.5.11', until: '3.6' }],
  },
  'experimental-distributed-tracing-service-name': {
    type: 'string',
    ranges: [{ since: '3.5', until: '3.6' }],
  },
  'experimental-downgrade-check-time': { type: 'integer', ranges: [{ since: '3.5', until: '3.6' }] },
  'experimental-enable-distributed-tracing': { type: 'boolean', ranges: [{ since: '3.5', until: '3.6' }] },
  'experimental-enable-lease-checkpoint': { type: 'boolean', ranges: [{ since: '3.4', until: '3.6' }] },
  'experimental-enable-lease-checkpoint-persist': {
    type: 'boolean',
    ranges: [
      { since: '3.4.20', until: '3.4' },
      { since: '3.5.2', until: '3.6' },
    ],
  },
  'experimental-enable-v2v3': { type: 'string', ranges: [{ until: '3.5' }] },
  'experimental-initial-corrupt-check': { type: 'boolean', ranges: [{ until: '3.6' }] },
  'experimental-memory-mlock': { type: 'boolean', ranges: [{ since: '3.5', until: '3.6' }] },
  'experimental-peer-skip-client-san-verification': {
    type: 'boolean',
    ranges: [{ since: '3.6', until: '3.6' }],
  },
  'experimental-snapshot-catch-up-entries': { type: 'unsigned', ranges: [{ since: '3.5.14', until: '3.6' }] },
  'experimental-stop-grpc-service-on-defrag': {
    type: 'boolean',
    ranges: [{ since: '3.5.14', until: '3.6' }],
  },
  'experimental-txn-mode-write-with-shared-buffer': {
    type: 'boolean',
    ranges: [{ since: '3.5', until: '3.6' }],
  },
  'experimental-warning-apply-duration': { type: 'integer', ranges: [{ since: '3.4.16', until: '3.6' }] },
  'experimental-warning-unary-request-duration': {
    type: 'integer',
    ranges: [{ since: '3.6', until: '3.6' }],
  },
  'experimental-watch-progress-notify-interval': {
    type: 'integer',
    ranges: [{ since: '3.4.11', until: '3.6' }],
  },
  'feature-gates': { type: 'string', ranges: [{ since: '3.6' }] },
  'force-new-cluster': { type: 'boolean' },
  'grpc-keepalive-interval': { type: 'integer' },
  'grpc-keepalive-min-time': { type: 'integer' },
  'grpc-keepalive-timeout': { type: 'integer' },
  'heartbeat-interval': { type: 'unsigned' },
  'host-whitelist': { type: 'string', ranges: [{ since: '3.4' }] },
  hostwhitelist: { type: 'map', ranges: [{ since: '3.4' }] },
  'initial-advertise-peer-urls': { type: 'string' },
  'initial-cluster': { type: 'string' },
  'initial-cluster-state': { type: 'string' },
  'initial-cluster-token': { type: 'string' },
  'initial-election-tick-advance': { type: 'boolean', ranges: [{ since: '3.3.4' }] },
  'listen-client-http-urls': {
    type: 'string',
    ranges: [{ since: '3.4.25', until: '3.4' }, { since: '3.5.8' }],
  },
  'listen-client-urls': { type: 'string' },
  'listen-metrics-urls': { type: 'string' },
  'listen-peer-urls': { type: 'string' },
  listenclienthttpurls: { type: 'list', ranges: [{ since: '3.5.8' }] },
  listenclienturls: { type: 'list', ranges: [{ since: '3.5.8' }] },
  listenmetricsurls: { type: 'list' },
  listenpeerurls: { type: 'list', ranges: [{ since: '3.5.8' }] },
  'log-format': { type: 'string', ranges: [{ since: '3.6' }] },
  'log-level': { type: 'string', ranges: [{ since: '3.4' }] },
  'log-output': {
    type: 'list',
    ranges: [{ since: '3.4', until: '3.4' }],
    formerly: { type: 'string', ranges: [{ until: '3.3' }] },
  },
  'log-outputs': { type: 'list', ranges: [{ since: '3.4' }] },
  'log-package-levels': { type: 'string', ranges: [{ until: '3.4' }] },
  'log-rotation-config-json': { type: 'string', ranges: [{ since: '3.5' }] },
  logger: { type: 'string', ranges: [{ since: '3.4' }] },
  'max-concurrent-streams': {
    type: 'unsigned',
    ranges: [{ since: '3.4.20', until: '3.4' }, { since: '3.5.5' }],
  },
  'max-learners': { type: 'integer', ranges: [{ since: '3.6' }] },
  'max-request-bytes': { type: 'unsigned' },
  'max-snapshots': { type: 'unsigned' },
  'max-txn-ops': { type: 'unsigned' },
  'max-wals': { type: 'unsigned' },
  'memory-mlock': { type: 'boolean', ranges: [{ since: '3.6' }] },
  metrics: { type: 'string' },
  name: { type: 'string' },
  'next-cluster-version-compatible': { type: 'boolean', ranges: [{ since: '3.4.31', until: '3.4' }] },
  'peer-transport-security': { type: 'map' },
  'peer-transport-security.allowed-cn': {
    type: 'list',
    ranges: [{ since: '3.5.15' }],
    formerly: { type: 'string', ranges: [{ since: '3.5.14', until: '3.5.14' }] },
  },
  'peer-transport-security.allowed-hostname': {
    type: 'list',
    ranges: [{ since: '3.5.15' }],
    formerly: { type: 'string', ranges: [{ since: '3.5.14', until: '3.5.14' }] },
  },
  'peer-transport-security.auto-tls': { type: 'boolean' },
  'peer-transport-security.ca-file': { type: 'string', ranges: [{ until: '3.3' }] },
  'peer-transport-security.cert-file': { type: 'string' },
  'peer-transport-security.client-cert-auth': { type: 'boolean' },
  'peer-transport-security.client-cert-file': { type: 'string', ranges: [{ since: '3.5' }] },
  'peer-transport-security.client-key-file': { type: 'string', ranges: [{ since: '3.5' }] },
  'peer-transport-security.key-file': { type: 'string' },
  'peer-transport-security.skip-client-san-verification': { type: 'boolean', ranges: [{ since: '3.6' }] },
  'peer-transport-security.trusted-ca-file': { type: 'string' },
  peerautotls: { type: 'boolean' },
  peertlsinfo: { type: 'map' },
  'pre-vote': { type: 'boolean', ranges: [{ since: '3.4' }] },
  proxy: { type: 'string', ranges: [{ until: '3.5' }] },
  'proxy-dial-timeout': { type: 'unsigned', ranges: [{ until: '3.5' }] },
  'proxy-failure-wait': { type: 'unsigned', ranges: [{ until: '3.5' }] },
  'proxy-read-timeout': { type: 'unsigned', ranges: [{ until: '3.5' }] },
  'proxy-refresh-interval': { type: 'unsigned', ranges: [{ until: '3.5' }] },
  'proxy-write-timeout': { type: 'unsigned', ranges: [{ until: '3.5' }] },
  'quota-backend-bytes': { type: 'integer' },
  'self-signed-cert-validity': { type: 'unsigned', ranges: [{ since: '3.5.1' }] },
  'snapshot-catchup-entries': { type: 'unsigned', ranges: [{ since: '3.6' }] },
  'snapshot-count': { type: 'unsigned' },
  'socket-options': { type: 'map', ranges: [{ since: '3.5.10' }] },
  'socket-options.reuse-address': { type: 'boolean', ranges: [{ since: '3.5.10' }] },
  'socket-options.reuse-port': { type: 'boolean', ranges: [{ since: '3.5.10' }] },
  'strict-reconfig-check': { type: 'boolean' },
  'tls-max-version': { type: 'string', ranges: [{ since: '3.4.25', until: '3.4' }, { since: '3.5.8' }] },
  'tls-min-version': { type: 'string', ranges: [{ since: '3.4.25', until: '3.4' }, { since: '3.5.8' }] },
  'unsafe-no-fsync': { type: 'boolean', ranges: [{ since: '3.4.10' }] },
  'v2-deprecation': { type: 'string', ranges: [{ since: '3.5' }] },
  'wal-dir': { type: 'string' },
  'warning-apply-duration': { type: 'integer', ranges: [{ since: '3.6' }] },
  'warning-unary-request-duration': { type: 'integer', ranges: [{ since: '3.6' }] },
  'watch-progress-notify-interval': { type: 'integer', ranges: [{ since: '3.6' }] },
};

/** CORS is a field of its own beside the tag `cors`, and comes first for every spelling but that one. */
const CORS_FIELD: KeySpec = { type: 'map', ranges: [{ since: '3.4' }] };

/** The key as written, dots between levels, as that version has it; undefined is ignored by etcd. */
export function configKeyOf(written: string, version: string): KeySpec | undefined {
  const key = written.toLowerCase();
  if (key === 'cors' && written !== key) return specIn(CORS_FIELD, version);
  return Object.hasOwn(etcdConfigKeys, key) ? specIn(etcdConfigKeys[key], version) : undefined;
}

function specIn(spec: KeySpec | undefined, version: string): KeySpec | undefined {
  if (spec?.ranges === undefined || spec.ranges.some((range) => within(version, range))) return spec;
  return specIn(spec.formerly, version);
}

/** Why Go's JSON decoding refuses the value for that key; null when it takes it. */
export function typeProblem(entry: ConfigEntry, spec: KeySpec): string | null {
  const fits = entry.type === wanted(spec.type) && listOfTexts(entry) && inRange(entry.value, spec.type);
  return fits ? null : `is ${described(entry)}, not ${NAMES[spec.type]}`;
}

const NAMES: Record<KeyType, string> = {
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
  unsigned: 'a whole number of at least 0',
  list: 'a list of texts',
  map: 'a section',
};

function wanted(type: KeyType): ConfigEntry['type'] {
  return type === 'integer' || type === 'unsigned' ? 'number' : type;
}

/** Null items leave an empty text. */
function listOfTexts({ value }: ConfigEntry): boolean {
  return !Array.isArray(value) || value.every((item) => item === null || typeof item === 'string');
}

function inRange(value: ConfigEntry['value'], type: KeyType): boolean {
  if (typeof value !== 'number') return true;
  return Number.isInteger(value) && (type !== 'unsigned' || value >= 0);
}

function described({ type, value }: ConfigEntry): string {
  if (type === 'number' && typeof value === 'number') return `the number ${value}`;
  if (type === 'map') return 'a section';
  return type === 'string' ? 'a quoted text' : `a ${type}`;
}
