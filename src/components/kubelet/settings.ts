import type { SettingValue } from '../../model/finding.ts';

/** A setting that verdicts, refusals or the files to collect depend on. */
export interface KubeletSetting {
  /** Key in the configuration file; null where only the flag sets it. */
  key: string | null;
  /** What holds when no source sets it, and a configuration file is given. */
  default: SettingValue;
  /** Defaults that replaced it, each from a minor on. */
  defaults?: readonly { since: number; value: SettingValue }[];
  /** What holds instead when no configuration file is given. */
  legacy?: SettingValue;
  /** In Go a pointer: a zero in the file stays. In all others it counts as not set. */
  pointer?: true;
  /** Values below or above stop the start. */
  range?: readonly [least: number, most: number];
}

const MOST_INTEGER = 2 ** 31 - 1;
const NOT_NEGATIVE = [0, MOST_INTEGER] as const;
const PORT = [1, 65535] as const;
const PORT_OR_NONE = [0, 65535] as const;

/**
 * By the name of the flag. Defaults are those of SetDefaults_KubeletConfiguration, without a file those of
 * applyLegacyDefaults, ranges those of ValidateKubeletConfiguration, at each minor.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubelet/apis/config/v1beta1/defaults.go
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubelet/app/options/options.go
 */
export const kubeletSettings = {
  'anonymous-auth': {
    key: 'authentication.anonymous.enabled',
    default: false,
    legacy: true,
    pointer: true,
  },
  'authentication-token-webhook': {
    key: 'authentication.webhook.enabled',
    default: true,
    legacy: false,
    pointer: true,
  },
  'authorization-mode': { key: 'authorization.mode', default: 'Webhook', legacy: 'AlwaysAllow' },
  'bootstrap-kubeconfig': { key: null, default: null },
  'cert-dir': { key: null, default: '/var/lib/kubelet/pki' },
  'client-ca-file': { key: 'authentication.x509.clientCAFile', default: null },
  'cni-conf-dir': { key: null, default: '/etc/cni/net.d' },
  config: { key: null, default: null },
  'config-dir': { key: null, default: null },
  'container-runtime': { key: null, default: 'docker', defaults: [{ since: 24, value: 'remote' }] },
  'dynamic-config-dir': { key: null, default: null },
  'enable-server': { key: 'enableServer', default: true, pointer: true },
  'event-burst': {
    key: 'eventBurst',
    default: 10,
    defaults: [{ since: 27, value: 100 }],
    range: NOT_NEGATIVE,
  },
  'event-qps': {
    key: 'eventRecordQPS',
    default: 5,
    defaults: [{ since: 27, value: 50 }],
    pointer: true,
    range: NOT_NEGATIVE,
  },
  'healthz-port': { key: 'healthzPort', default: 10248, pointer: true, range: PORT_OR_NONE },
  'hostname-override': { key: null, default: null },
  'image-gc-high-threshold': {
    key: 'imageGCHighThresholdPercent',
    default: 85,
    pointer: true,
    range: [0, 100],
  },
  'image-gc-low-threshold': {
    key: 'imageGCLowThresholdPercent',
    default: 80,
    pointer: true,
    range: [0, 100],
  },
  'iptables-drop-bit': { key: 'iptablesDropBit', default: 15, pointer: true, range: [0, 31] },
  'iptables-masquerade-bit': { key: 'iptablesMasqueradeBit', default: 14, pointer: true, range: [0, 31] },
  'kube-api-burst': {
    key: 'kubeAPIBurst',
    default: 10,
    defaults: [{ since: 27, value: 100 }],
    range: NOT_NEGATIVE,
  },
  'kube-api-qps': {
    key: 'kubeAPIQPS',
    default: 5,
    defaults: [{ since: 27, value: 50 }],
    pointer: true,
    range: NOT_NEGATIVE,
  },
  kubeconfig: { key: null, default: null },
  'make-iptables-util-chains': { key: 'makeIPTablesUtilChains', default: true, pointer: true },
  'max-open-files': { key: 'maxOpenFiles', default: 1_000_000, range: [0, Number.MAX_SAFE_INTEGER] },
  'max-pods': { key: 'maxPods', default: 110, range: NOT_NEGATIVE },
  'oom-score-adj': { key: 'oomScoreAdj', default: -999, pointer: true, range: [-1000, 1000] },
  'pod-manifest-path': { key: 'staticPodPath', default: null },
  'pod-max-pids': { key: 'podPidsLimit', default: -1, pointer: true },
  'pods-per-core': { key: 'podsPerCore', default: 0, range: NOT_NEGATIVE },
  port: { key: 'port', default: 10250, range: PORT },
  'protect-kernel-defaults': { key: 'protectKernelDefaults', default: false },
  'read-only-port': { key: 'readOnlyPort', default: 0, legacy: 10255, range: PORT_OR_NONE },
  'registry-burst': { key: 'registryBurst', default: 10, range: NOT_NEGATIVE },
  'registry-qps': { key: 'registryPullQPS', default: 5, pointer: true, range: NOT_NEGATIVE },
  'rotate-certificates': { key: 'rotateCertificates', default: false },
  'rotate-server-certificates': { key: 'serverTLSBootstrap', default: false },
  'root-dir': { key: null, default: '/var/lib/kubelet' },
  runonce: { key: 'runOnce', default: false },
  'seccomp-default': { key: 'seccompDefault', default: false, pointer: true },
  'streaming-connection-idle-timeout': { key: 'streamingConnectionIdleTimeout', default: '4h0m0s' },
  'tls-cert-file': { key: 'tlsCertFile', default: null },
  'tls-cipher-suites': { key: 'tlsCipherSuites', default: [] },
  'tls-min-version': { key: 'tlsMinVersion', default: null },
  'tls-private-key-file': { key: 'tlsPrivateKeyFile', default: null },
} as const satisfies Record<string, KubeletSetting>;

export type SettingName = keyof typeof kubeletSettings;

export const SETTING_NAMES = Object.keys(kubeletSettings) as SettingName[];

export function settingSpec(name: SettingName): KubeletSetting {
  return kubeletSettings[name];
}

/** What holds in one minor when no source sets it. */
export function settingDefault(name: SettingName, minor: number, withFile: boolean): SettingValue {
  const { default: first, defaults = [], legacy } = settingSpec(name);
  if (!withFile && legacy !== undefined) return legacy;
  return defaults.findLast(({ since }) => minor >= since)?.value ?? first;
}
