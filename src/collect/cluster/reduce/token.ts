import { type Raw, rawOf, rawsOf, textOf } from '../raw.ts';

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/plugin/pkg/admission/serviceaccount/admission.go */
const PLACE = '/var/run/secrets/kubernetes.io/serviceaccount';
const PREFIX = 'kube-api-access-';

/** Whether a container of a Pod really has a token of the API server where programs look for it. */
export function hasToken(spec: Raw): boolean {
  const mounted = new Set(mounts(spec).flatMap(({ name, mountPath }) => (isPlace(mountPath) ? [name] : [])));
  return rawsOf(spec.volumes).some((volume) => mounted.has(volume.name) && holdsToken(volume));
}

/**
 * A volume that the admission of service accounts adds to Pods: projected since 1.21, before that the account's
 * Secret. One of that name which is mounted elsewhere too is somebody's own.
 */
export function isFromAdmission(volume: Raw, spec: Raw): boolean {
  const name = textOf(volume.name);
  const secret = textOf(rawOf(volume.secret).secretName);
  const account = textOf(spec.serviceAccountName) || 'default';
  const named = name.startsWith(PREFIX) || (secret === name && name.startsWith(`${account}-token-`));
  const places = mounts(spec).filter((mount) => mount.name === name);
  return named && holdsToken(volume) && places.every(({ mountPath }) => isPlace(mountPath));
}

function holdsToken(volume: Raw): boolean {
  if (volume.secret !== undefined) return true;
  return rawsOf(rawOf(volume.projected).sources).some((source) => source.serviceAccountToken !== undefined);
}

function mounts(spec: Raw): readonly Raw[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    rawsOf(spec[list]).flatMap(({ volumeMounts }) => rawsOf(volumeMounts)),
  );
}

function isPlace(path: unknown): boolean {
  return textOf(path).replace(/\/+$/, '') === PLACE;
}
