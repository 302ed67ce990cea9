import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import { type FlagSettings, flagSettings } from '../kubernetes/flag-values.ts';
import { parsePflags } from '../kubernetes/pflag.ts';
import { type Refusal, refuses, type Undetermined } from '../kubernetes/reading.ts';
import { wordsOf } from '../kubernetes/words.ts';
import type { Configuration } from './config-file.ts';
import { conventions } from './conventions.ts';
import { readFiles } from './files.ts';
import { kubeletFlags } from './flags.ts';
import { gatesOf } from './gates.ts';
import { settingIn } from './lookup.ts';
import type { InForce } from './reading.ts';
import { startUpRefusal } from './refusals.ts';

/** The sources of a kubelet, before they are laid over each other. */
export interface Sources {
  outcome: 'read';
  flags: FlagSettings;
  /** The flags of feature gates in their order: gates merge per name. */
  gateFlags: readonly EffectiveSetting[];
  files: Configuration | Refusal | Undetermined;
}

/** Reads a process as a kubelet of one minor does: legacy defaults or the file, drop-ins, then all flags on top. */
export function readKubelet(process: ProcessFacts, minor: number): InForce | Refusal | Undetermined {
  const sources = readSources(process, minor);
  if (sources.outcome !== 'read') return sources;
  const { files } = sources;
  if (files.outcome === 'refuses') return files;
  const inForce: InForce = {
    outcome: 'starts',
    minor,
    process,
    stale: files.outcome === 'read' ? files.stale : [],
    flags: sources.flags,
    setting: (name) => settingIn(sources.flags, files, name, minor),
    gates: gatesOf(sources.gateFlags, files, minor),
  };
  const refusal = startUpRefusal(inForce);
  return refusal === null ? inForce : { ...refusal, stale: inForce.stale };
}

export function readSources(process: ProcessFacts, minor: number): Sources | Refusal | Undetermined {
  const words = wordsOf(process);
  if ('outcome' in words) return words;
  const parsed = parsePflags(words, kubeletFlags, conventions(minor));
  if (parsed.outcome === 'refuses') return refuses(parsed.because, parsed.origin);
  if (parsed.outcome === 'prints')
    return refuses('kubelet only prints its help or version and exits.', {
      kind: 'process',
      path: `/proc/${process.pid}/cmdline`,
    });
  const flags = flagSettings(parsed.occurrences, kubeletFlags, minor);
  const gateFlags = parsed.occurrences
    .filter(({ name }) => name === 'feature-gates')
    .map(({ name, value, origin }) => ({ name, value, origin, overrides: [] }));
  return { outcome: 'read', flags, gateFlags, files: readFiles(process, flags, minor) };
}
