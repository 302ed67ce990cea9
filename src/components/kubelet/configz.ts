import type { SettingName } from './settings.ts';

/**
 * Where `/configz` tells the settings that rules are about. Names are those of v1beta1 in every version; a key that is
 * missing stands for the zero value.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/staging/src/k8s.io/kubelet/config/v1beta1/types.go
 */
export const KUBELET_CONFIGZ = {
  'anonymous-auth': 'authentication.anonymous.enabled',
  'authorization-mode': 'authorization.mode',
  'client-ca-file': 'authentication.x509.clientCAFile',
  'event-qps': 'eventRecordQPS',
  'make-iptables-util-chains': 'makeIPTablesUtilChains',
  'pod-max-pids': 'podPidsLimit',
  'protect-kernel-defaults': 'protectKernelDefaults',
  'read-only-port': 'readOnlyPort',
  'rotate-certificates': 'rotateCertificates',
  'rotate-server-certificates': 'serverTLSBootstrap',
  'seccomp-default': 'seccompDefault',
  'streaming-connection-idle-timeout': 'streamingConnectionIdleTimeout',
  'tls-cipher-suites': 'tlsCipherSuites',
  'tls-min-version': 'tlsMinVersion',
} as const satisfies Partial<Record<SettingName, string>>;
