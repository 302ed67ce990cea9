import { authorizersListed, nodeAuthorizer } from './api-server.ts';
import { controlPlaneAsRoot } from './control-plane-as-root.ts';
import { etcdAuthority, etcdPeerAuthority } from './etcd.ts';
import { kernelDefaults } from './kernel-defaults.ts';
import { kubeletClientCa } from './kubelet-client-ca.ts';
import { kubeletServing } from './kubelet-serving.ts';
import type { Need } from './need.ts';
import { probesOnLoopback } from './probes.ts';

/** By the names that rules use. */
export const NEEDS: Readonly<Record<string, Need>> = {
  'authorizers-listed': authorizersListed,
  'control-plane-as-root': controlPlaneAsRoot,
  'etcd-authority': etcdAuthority,
  'etcd-peer-authority': etcdPeerAuthority,
  'kernel-defaults': kernelDefaults,
  'kubelet-client-ca': kubeletClientCa,
  'kubelet-serving': kubeletServing,
  'node-authorizer': nodeAuthorizer,
  'probes-on-loopback': probesOnLoopback,
};
