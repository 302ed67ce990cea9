import { SCHEDULER_CONFIGZ } from '../../components/kube-scheduler/configz.ts';
import { configz, pprof } from './get.ts';
import { configzKeys } from './keep.ts';
import type { ComponentProbes } from './probe.ts';

export const schedulerProbes: ComponentProbes = {
  component: 'kube-scheduler',
  over: 'tls',
  path: '/healthz',
  weakSuites: false,
  probes: [
    configz(
      configzKeys(
        SCHEDULER_CONFIGZ.flatMap(({ keys }) => [...keys]),
        'componentconfig',
      ),
    ),
    pprof,
  ],
};
