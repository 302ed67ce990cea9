import type { FlagTable } from './flag-table.ts';

/**
 * Flags that kube-controller-manager, kube-scheduler and partly kube-proxy have alike. How the tables were made, and
 * why most defaults are not in them: README.md.
 */

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/serving.go AddFlags */
export function servingFlags(securePort: number): FlagTable {
  return {
    'bind-address': { kind: 'ip', default: '0.0.0.0' },
    'cert-dir': { kind: 'string', default: null },
    'disable-http2-serving': { kind: 'bool', default: false, since: 31 },
    'http2-max-streams-per-connection': { kind: 'int', default: null },
    'permit-address-sharing': { kind: 'bool', default: false, since: 21 },
    'permit-port-sharing': { kind: 'bool', default: false, since: 19 },
    'secure-port': { kind: 'int', default: securePort },
    'tls-cert-file': { kind: 'string', default: null },
    'tls-cipher-suites': { kind: 'stringSlice', default: [] },
    'tls-curve-preferences': { kind: 'intSlice', default: [], since: 36 },
    'tls-min-version': { kind: 'string', default: null },
    'tls-private-key-file': { kind: 'string', default: null },
    'tls-sni-cert-key': { kind: 'namedCertKey', default: [] },
  };
}

/** apiserver pkg/server/options/authentication.go and authorization.go, the delegating ones. */
export const delegatedAuthFlags: FlagTable = {
  'authentication-kubeconfig': { kind: 'string', default: null },
  'authentication-skip-lookup': { kind: 'bool', default: false },
  'authentication-token-webhook-cache-ttl': { kind: 'duration', default: null },
  'authentication-tolerate-lookup-failure': { kind: 'bool', default: null },
  'authorization-always-allow-paths': { kind: 'stringSlice', default: null },
  'authorization-kubeconfig': { kind: 'string', default: null },
  'authorization-webhook-cache-authorized-ttl': { kind: 'duration', default: null },
  'authorization-webhook-cache-unauthorized-ttl': { kind: 'duration', default: null },
  'client-ca-file': { kind: 'string', default: null },
  'requestheader-allowed-names': { kind: 'stringSlice', default: null },
  'requestheader-client-ca-file': { kind: 'string', default: null },
  'requestheader-extra-headers-prefix': { kind: 'stringSlice', default: null },
  'requestheader-group-headers': { kind: 'stringSlice', default: null },
  'requestheader-uid-headers': { kind: 'stringSlice', default: null, since: 32 },
  'requestheader-username-headers': { kind: 'stringSlice', default: null },
};

/** component-base config/options/leaderelectionconfig.go */
export const leaderElectionFlags: FlagTable = {
  'leader-elect': { kind: 'bool', default: true },
  'leader-elect-lease-duration': { kind: 'duration', default: null },
  'leader-elect-renew-deadline': { kind: 'duration', default: null },
  'leader-elect-resource-lock': { kind: 'string', default: null },
  'leader-elect-resource-name': { kind: 'string', default: null },
  'leader-elect-resource-namespace': { kind: 'string', default: null },
  'leader-elect-retry-period': { kind: 'duration', default: null },
};

/** component-base metrics/options.go */
export const metricsFlags: FlagTable = {
  'allow-metric-labels': { kind: 'stringToString', default: [], since: 21 },
  'allow-metric-labels-manifest': { kind: 'string', default: null, since: 29 },
  'disabled-metrics': { kind: 'stringSlice', default: [], since: 21 },
  'show-hidden-metrics-for-version': { kind: 'string', default: null },
};

/** The gates of the component, and from 1.31 on the version whose gates it takes. component-base compatibility */
export const gateFlags: FlagTable = {
  'emulated-version': { kind: 'stringSlice', default: [], since: 31 },
  'feature-gates': {
    kind: 'versionedGates',
    default: [],
    formerly: { until: 30, kind: 'mapStringBool' },
  },
  'min-compatibility-version': { kind: 'stringSlice', default: [], since: 35 },
};

/** klog's flags, all but two gone since 1.26, and those for help and version. component-base logs, version/verflag */
export const globalFlags: FlagTable = {
  'add-dir-header': { kind: 'bool', default: null, until: 25 },
  alsologtostderr: { kind: 'bool', default: null, until: 25 },
  help: { kind: 'bool', default: false, shorthand: 'h' },
  'log-backtrace-at': { kind: 'unchecked', default: null, until: 25 },
  'log-dir': { kind: 'string', default: null, until: 25 },
  'log-file': { kind: 'string', default: null, until: 25 },
  'log-file-max-size': { kind: 'uint', default: null, until: 25 },
  'log-flush-frequency': { kind: 'duration', default: null },
  logtostderr: { kind: 'bool', default: null, until: 25 },
  'one-output': { kind: 'bool', default: null, since: 20, until: 25 },
  'skip-headers': { kind: 'bool', default: null, until: 25 },
  'skip-log-headers': { kind: 'bool', default: null, until: 25 },
  stderrthreshold: { kind: 'unchecked', default: null, until: 25 },
  v: { kind: 'level', default: 0, shorthand: 'v' },
  version: { kind: 'version', default: false },
  vmodule: { kind: 'unchecked', default: null },
};

/** component-base logs/api/v1/options.go; kube-proxy has them only from 1.28 on. */
export function loggingFlags(since: number): FlagTable {
  return {
    'experimental-logging-sanitization': {
      kind: 'bool',
      default: null,
      since: Math.max(since, 20),
      until: 23,
    },
    'log-json-info-buffer-size': { kind: 'quantity', default: null, since: Math.max(since, 23) },
    'log-json-split-stream': { kind: 'bool', default: null, since: Math.max(since, 23) },
    'log-text-info-buffer-size': { kind: 'quantity', default: null, since: 30 },
    'log-text-split-stream': { kind: 'bool', default: null, since: 30 },
    'logging-format': { kind: 'string', default: null, since },
  };
}
