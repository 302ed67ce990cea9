import { KUBELET_CONFIGZ } from '../../components/kubelet/configz.ts';
import { KUBELET_FLAGZ } from '../../components/kubelet/flagz.ts';
import { flagz } from './flagz.ts';
import { configz, get } from './get.ts';
import { configzKeys, refusedUser } from './keep.ts';
import type { ComponentProbes } from './probe.ts';

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubelet/server/server.go */
export const kubeletProbes: ComponentProbes = {
  component: 'kubelet',
  over: 'tls',
  path: '/healthz',
  weakSuites: true,
  probes: [
    get('configz-as-itself', 'SELF', '/configz', refusedUser, ['kubelet']),
    configz(configzKeys(Object.values(KUBELET_CONFIGZ), 'kubeletconfig'), [
      'apiserver-kubelet-client',
      'user',
    ]),
    flagz(KUBELET_FLAGZ, ['apiserver-kubelet-client', 'user']),
  ],
};
