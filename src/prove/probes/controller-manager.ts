import { CONTROLLER_MANAGER_CONFIGZ } from '../../components/kube-controller-manager/configz.ts';
import { configz, pprof } from './get.ts';
import { configzKeys } from './keep.ts';
import { featureGates } from './metrics.ts';
import type { ComponentProbes } from './probe.ts';

export const controllerManagerProbes: ComponentProbes = {
  component: 'kube-controller-manager',
  over: 'tls',
  path: '/healthz',
  weakSuites: false,
  probes: [
    configz(
      configzKeys(
        CONTROLLER_MANAGER_CONFIGZ.flatMap(({ keys }) => [...keys]),
        'kubecontrollermanager.config.k8s.io',
      ),
    ),
    pprof,
    {
      id: 'gates',
      method: 'METRIC',
      level: 'local',
      as: ['user'],
      ask: () => ({ verb: 'GET', path: '/metrics', lines: ['kubernetes_feature_enabled{'] }),
      keep: featureGates('RotateKubeletServerCertificate'),
    },
  ],
};
