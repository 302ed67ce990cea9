import type { Component } from '../component.ts';
import { isServer } from '../kubernetes/recognise.ts';
import { kubeletConfigKeys } from './config-keys.ts';
import { conventions } from './conventions.ts';
import { kubeletFlags } from './flags.ts';
import { wanted } from './wanted.ts';

export const kubelet: Component = {
  name: 'kubelet',
  recognise: (identity) =>
    isServer(identity, { names: ['kubelet'], table: kubeletFlags, conventions, oneShot: [] }),
  /** Whether 1.28 and 1.29 read drop-ins, and switches of Go's TLS. */
  environment: new Set(['KUBELET_CONFIG_DROPIN_DIR_ALPHA', 'GODEBUG']),
  secretVariables: new Set<string>(),
  /** Headers with which static Pods are fetched may hold a token. */
  secretFlags: new Set(['manifest-url-header', 'storage-driver-password']),
  configKeys: new Set([
    'apiversion',
    'kind',
    ...Object.keys(kubeletConfigKeys).map((key) => key.toLowerCase()),
  ]),
  secretConfigKeys: new Set<string>(),
  packages: [{ name: 'kubelet', executable: '/usr/bin/kubelet' }],
  wanted,
};
