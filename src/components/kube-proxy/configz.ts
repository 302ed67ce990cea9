import type { ConfigzKey } from '../configz-key.ts';

/** Settings that rules are about, as /configz tells them. https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/proxy/apis/config/types.go */
export const PROXY_CONFIGZ: readonly ConfigzKey[] = [
  { setting: 'metrics-bind-address', keys: ['MetricsBindAddress', 'metricsBindAddress'] },
];
