import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { Reading } from '../kubernetes/candidate.ts';
import { filedSetting } from '../kubernetes/filed-setting.ts';
import { listenersProperty } from '../kubernetes/listeners.ts';
import { type Lookup, textOf } from '../kubernetes/lookup.ts';
import { withMissing } from '../kubernetes/missing-file.ts';
import { pkiFlags } from '../kubernetes/pki-flags.ts';
import { gatesRefusal, readFlags } from '../kubernetes/read-flags.ts';
import type { Refusal, Undetermined } from '../kubernetes/reading.ts';
import { secureAddress, servingRefusal } from '../kubernetes/secure-serving.ts';
import { readSchedulerFile, type SchedulerFile } from './config-file.ts';
import { conventions } from './conventions.ts';
import { schedulerFlags } from './flags.ts';
import { plainByFile, plainByFlags, plainFlagsRefusal } from './plain-addresses.ts';

/**
 * Flags that have no effect beside a configuration file, and the key that decides in their place, with its default.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kube-scheduler/app/options/options.go ApplyTo
 */
const FILED: Readonly<Record<string, { key: string; default: EffectiveSetting['value'] }>> = {
  profiling: { key: 'enableProfiling', default: true },
  'contention-profiling': { key: 'enableContentionProfiling', default: null },
  kubeconfig: { key: 'clientConnection.kubeconfig', default: null },
  'kube-api-burst': { key: 'clientConnection.burst', default: null },
  'kube-api-content-type': { key: 'clientConnection.contentType', default: null },
  'kube-api-qps': { key: 'clientConnection.qps', default: null },
};

const PKI = pkiFlags(schedulerFlags);

/** The flags and, where they name one, the configuration file of a scheduler. */
export interface Sources {
  outcome: 'read';
  lookup: Lookup;
  file: SchedulerFile | null;
}

export function readSources(process: ProcessFacts, minor: number): Sources | Refusal | Undetermined {
  const line = readFlags(process, schedulerFlags, conventions(minor));
  if (line.outcome !== 'read') return line;
  const path = textOf(line.lookup, 'config');
  if (path === null) return { outcome: 'read', lookup: line.lookup, file: null };
  const file = readSchedulerFile(process, path, minor);
  if (file.outcome !== 'read') return file;
  return { outcome: 'read', lookup: (name) => filed(line.lookup(name), file, minor), file };
}

function filed(flag: EffectiveSetting, file: SchedulerFile, minor: number): EffectiveSetting {
  const source = Object.hasOwn(FILED, flag.name) ? FILED[flag.name] : undefined;
  if (source === undefined) return flag;
  return filedSetting(flag, file.values.get(source.key), source.default, minor);
}

/** What one minor of kube-scheduler makes of a process. */
export function readScheduler(process: ProcessFacts, minor: number): Reading {
  const sources = readSources(process, minor);
  if (sources.outcome !== 'read') return sources;
  const { lookup, file } = sources;
  const rules = conventions(minor);
  const refusal =
    gatesRefusal(lookup, rules) ?? servingRefusal(lookup, rules) ?? plainFlagsRefusal(lookup, minor);
  if (refusal !== null) return refusal;
  const plain = file === null ? plainByFlags(lookup, minor) : plainByFile(file, minor);
  if ('outcome' in plain) return plain;
  const secure = secureAddress(lookup);
  return {
    outcome: 'starts',
    setting: (name) => (name in schedulerFlags ? withMissing(process, lookup(name), PKI) : undefined),
    properties: {
      listeners: listenersProperty(secure === null ? plain : [secure, ...plain], {
        status: 'pass',
        reason: 'It serves no port at all: --secure-port is 0.',
      }),
    },
    stale: file?.stale ?? [],
  };
}
