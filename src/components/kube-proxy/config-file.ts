import type { ProcessFacts } from '../../model/snapshot.ts';
import { openConfig } from '../kubernetes/config-document.ts';
import type { ConfigFields } from '../kubernetes/config-fields.ts';
import { type ConfigShape, type ConfigValues, readConfig } from '../kubernetes/config-reader.ts';
import type { Refusal, Undetermined } from '../kubernetes/reading.ts';
import type { ChangedFile } from '../stale.ts';
import { PROGRAM } from './conventions.ts';

/** Keys of the kind that something here depends on; all others are ignored, as kube-proxy ignores unknown ones. */
export const proxyConfigFields: ConfigFields = {
  bindAddress: 'string',
  'clientConnection.kubeconfig': 'string',
  enableProfiling: 'boolean',
  featureGates: 'map',
  'featureGates.*': 'boolean',
  healthzBindAddress: 'string',
  hostnameOverride: 'string',
  metricsBindAddress: 'string',
};

/**
 * Decoding is strict first and lenient after that, so unknown and repeated keys only warn.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kube-proxy/app/options.go loadConfig
 */
const SHAPE: ConfigShape = {
  program: PROGRAM,
  kind: 'KubeProxyConfiguration',
  apiVersions: ['kubeproxy.config.k8s.io/v1alpha1'],
  fields: proxyConfigFields,
  strict: false,
};

/** A configuration file as kube-proxy reads it; all minors read the same kind. */
export interface ProxyFile {
  outcome: 'read';
  values: ConfigValues['values'];
  stale: readonly ChangedFile[];
}

export function readProxyFile(process: ProcessFacts, path: string): ProxyFile | Refusal | Undetermined {
  const opened = openConfig(process, path, PROGRAM);
  if (opened.outcome !== 'opened') return opened;
  const read = readConfig(opened, SHAPE);
  return read.outcome === 'read' ? { outcome: 'read', values: read.values, stale: opened.stale } : read;
}
