import type { EffectiveSetting } from '../effective-setting.ts';
import { withMissing } from '../kubernetes/missing-file.ts';
import { kubeletPki } from './flags.ts';
import { firstUndecided, type InForce } from './reading.ts';

/** Where the certificate of the kubelet's port comes from. `bootstrap`: signed through the API server. */
type Source = 'bootstrap' | 'bootstrap-beside-files' | 'files' | 'self-signed' | 'none';

interface Serving {
  source: Source;
  /** The setting that decides. */
  by: EffectiveSetting;
}

export function servedCertificate(inForce: InForce): EffectiveSetting {
  return servedFile(inForce, 'tls-cert-file');
}

export function servedKey(inForce: InForce): EffectiveSetting {
  return servedFile(inForce, 'tls-private-key-file');
}

/** Up to 1.35 the server ends where it cannot load the pair. pkg/kubelet/server/server.go ListenAndServeKubeletServer */
function servedFile(
  { setting, minor, process }: InForce,
  name: 'tls-cert-file' | 'tls-private-key-file',
): EffectiveSetting {
  return minor <= 35 ? withMissing(process, setting(name), kubeletPki) : setting(name);
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubelet/kubelet.go NewMainKubelet, and InitializeTLS */
function serving(inForce: InForce): Serving {
  const { setting, minor } = inForce;
  const bootstrap = setting('rotate-server-certificates');
  const [certificate, key] = [servedCertificate(inForce), servedKey(inForce)];
  const by = firstUndecided(bootstrap, certificate, key);
  const files = [certificate, key].filter(({ value }) => value !== null).length;
  if (by !== undefined) return { source: 'none', by };
  if (bootstrap.value === true)
    return { source: files === 2 && minor <= 35 ? 'bootstrap-beside-files' : 'bootstrap', by: bootstrap };
  if (files === 2) return { source: 'files', by: certificate };
  return { source: files === 1 ? 'none' : 'self-signed', by: certificate };
}

const CERTIFICATES: Readonly<Record<Source, string>> = {
  bootstrap: 'The kubelet has its serving certificate signed through the API server (serverTLSBootstrap).',
  'bootstrap-beside-files':
    'The kubelet has a serving certificate signed through the API server (serverTLSBootstrap) for those who connect by name, and shows that of tls-cert-file to those who connect by address.',
  files: 'The kubelet serves the certificate of tls-cert-file.',
  'self-signed':
    'Neither tls-cert-file and tls-private-key-file nor serverTLSBootstrap is set, so the kubelet serves a certificate that it signed itself, and nobody can tell it from an impostor.',
  none: 'Only one of tls-cert-file and tls-private-key-file is set, so no certificate is served.',
};

/** `bootstrap`, `files`, `self-signed` or `none`. */
export function servingCertificate(inForce: InForce): EffectiveSetting {
  const { source, by } = serving(inForce);
  const value = source === 'bootstrap-beside-files' ? 'bootstrap' : source;
  return { ...by, name: 'serving-certificate', value, because: CERTIFICATES[source] };
}

const ROTATION: Readonly<Record<Source, string>> = {
  bootstrap:
    'The kubelet asks the API server for its serving certificate, and in time for the next one (serverTLSBootstrap).',
  'bootstrap-beside-files':
    'The kubelet rotates one serving certificate (serverTLSBootstrap), but those who connect by address see that of tls-cert-file, which it never replaces.',
  files:
    'serverTLSBootstrap is off: the serving certificate comes from files, and whoever issues them must replace them in time.',
  'self-signed':
    'serverTLSBootstrap is off: the kubelet made its serving certificate itself and never replaces it.',
  none: 'serverTLSBootstrap is off, and there is no serving certificate.',
};

/** The gate does nothing by itself: only serverTLSBootstrap makes the kubelet ask for serving certificates. */
export function servingRotation(inForce: InForce): EffectiveSetting {
  const { source, by } = serving(inForce);
  const open = firstUndecided(by, inForce.gates.setting('RotateKubeletServerCertificate'));
  const { value: _, ...rest } = open ?? by;
  return {
    ...rest,
    name: 'serving-certificate-rotation',
    value: source === 'bootstrap',
    because: ROTATION[source],
  };
}
