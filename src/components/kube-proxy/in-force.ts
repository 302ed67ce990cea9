import type { ProcessFacts } from '../../model/snapshot.ts';
import type { Reading } from '../kubernetes/candidate.ts';
import { listenersProperty } from '../kubernetes/listeners.ts';
import { type Lookup, textOf } from '../kubernetes/lookup.ts';
import { gatesRefusal, readFlags } from '../kubernetes/read-flags.ts';
import type { Refusal, Undetermined } from '../kubernetes/reading.ts';
import { type ProxyFile, readProxyFile } from './config-file.ts';
import { conventions } from './conventions.ts';
import { besideFile } from './file-settings.ts';
import { proxyFlags } from './flags.ts';
import { bindAddressRefusal, metricsByFile, metricsByFlags, metricsListener } from './metrics-address.ts';

/** The flags and, where they name one, the configuration file of a kube-proxy. */
export interface Sources {
  outcome: 'read';
  lookup: Lookup;
  file: ProxyFile | null;
}

export function readSources(process: ProcessFacts, minor: number): Sources | Refusal | Undetermined {
  const line = readFlags(process, proxyFlags, conventions(minor));
  if (line.outcome !== 'read') return line;
  const path = textOf(line.lookup, 'config');
  if (path === null) return { outcome: 'read', lookup: line.lookup, file: null };
  const file = readProxyFile(process, path);
  if (file.outcome !== 'read') return file;
  return { outcome: 'read', lookup: (name) => besideFile(line.lookup(name), file, minor), file };
}

/** What one minor of kube-proxy makes of a process. */
export function readProxy(process: ProcessFacts, minor: number): Reading {
  const sources = readSources(process, minor);
  if (sources.outcome !== 'read') return sources;
  const { lookup, file } = sources;
  const stale = file?.stale ?? [];
  const refusal =
    gatesRefusal(lookup, conventions(minor)) ?? bindAddressRefusal(lookup('bind-address'), stale);
  if (refusal !== null) return { ...refusal, stale };
  const metrics = file === null ? metricsByFlags(lookup) : metricsByFile(lookup);
  const listener = metricsListener(metrics, stale);
  if ('outcome' in listener) return listener;
  const own = new Map([[metrics.name, metrics]]);
  return {
    outcome: 'starts',
    setting: (name) => own.get(name) ?? (name in proxyFlags ? lookup(name) : undefined),
    properties: {
      'metrics-listener': listenersProperty([listener], {
        status: 'unknown',
        reason: 'No metrics address was found.',
      }),
    },
    stale,
  };
}
