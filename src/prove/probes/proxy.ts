import { PROXY_CONFIGZ } from '../../components/kube-proxy/configz.ts';
import { configz } from './get.ts';
import { configzKeys } from './keep.ts';
import type { ComponentProbes } from './probe.ts';

export const proxyProbes: ComponentProbes = {
  component: 'kube-proxy',
  over: 'plain',
  path: '/healthz',
  weakSuites: false,
  probes: [
    configz(
      configzKeys(
        PROXY_CONFIGZ.flatMap(({ keys }) => [...keys]),
        'kubeproxy.config.k8s.io',
      ),
      ['nobody'],
    ),
  ],
};
