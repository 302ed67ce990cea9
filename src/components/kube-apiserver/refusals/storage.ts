import type { Refusal } from '../../kubernetes/reading.ts';
import { type Check, refuseFlag, type StartUp } from './start-up.ts';

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/etcd.go Validate */
export const storageChecks: readonly Check[] = [
  servers,
  pair,
  overrides,
  backend,
  mediaType,
  reload,
  reconciler,
];

function servers(start: StartUp): Refusal | null {
  return start.line.list('etcd-servers').length === 0
    ? refuseFlag(start, 'etcd-servers', '--etcd-servers is required')
    : null;
}

/** https://github.com/etcd-io/etcd/blob/v3.6.4/client/pkg/transport/listener.go baseConfig */
function pair(start: StartUp): Refusal | null {
  const [certificate, key] = ['etcd-certfile', 'etcd-keyfile'] as const;
  const [hasCertificate, hasKey] = [certificate, key].map((name) => start.line.text(name) !== null);
  if (hasCertificate === hasKey) return null;
  return refuseFlag(start, hasKey ? key : certificate, `--${certificate} and --${key} belong together`);
}

/** `group/resource#server;server` */
function overrides(start: StartUp): Refusal | null {
  const flag = 'etcd-servers-overrides';
  const bad = start.line.list(flag).find((one) => !/^[^#/]*\/[^#/]*#[^#]*$/.test(one));
  return bad === undefined
    ? null
    : refuseFlag(start, flag, `--${flag} is not of the form group/resource#servers`);
}

function backend(start: StartUp): Refusal | null {
  const flag = 'storage-backend';
  const value = start.line.text(flag);
  return value === null || value === 'etcd3' ? null : refuseFlag(start, flag, `--${flag} is not etcd3`);
}

const MEDIA_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** Checked from 1.29 on; CBOR, from 1.32 on and for an alpha gate, is left unjudged. */
function mediaType(start: StartUp): Refusal | null {
  const flag = 'storage-media-type';
  const value = start.line.text(flag);
  if (start.line.minor < 29 || value === null) return null;
  if (MEDIA_TYPES.includes(value) || value === 'application/cbor') return null;
  return refuseFlag(start, flag, `--${flag} is none that it writes`);
}

function reload(start: StartUp): Refusal | null {
  const flag = 'encryption-provider-config-automatic-reload';
  if (!start.line.isOn(flag) || start.line.text('encryption-provider-config') !== null) return null;
  return refuseFlag(start, flag, `--${flag} without --encryption-provider-config`);
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/controlplane/instance.go createEndpointReconciler */
function reconciler(start: StartUp): Refusal | null {
  const flag = 'endpoint-reconciler-type';
  if (['master-count', 'lease', 'none'].includes(start.line.text(flag) ?? '')) return null;
  return refuseFlag(start, flag, `--${flag} is none of master-count, lease and none`);
}
