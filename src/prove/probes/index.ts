import { apiServerProbes } from './api-server.ts';
import { controllerManagerProbes } from './controller-manager.ts';
import { kubeletProbes } from './kubelet.ts';
import type { ComponentProbes } from './probe.ts';
import { proxyProbes } from './proxy.ts';
import { schedulerProbes } from './scheduler.ts';

/** Components that are asked by a table; etcd, whose sockets are all there is to it, has its own way. */
export const COMPONENT_PROBES: readonly ComponentProbes[] = [
  apiServerProbes,
  controllerManagerProbes,
  schedulerProbes,
  kubeletProbes,
  proxyProbes,
];
