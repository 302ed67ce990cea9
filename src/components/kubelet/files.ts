import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { FlagSettings } from '../kubernetes/flag-values.ts';
import { type Refusal, refuses, type Undetermined, undetermined } from '../kubernetes/reading.ts';
import { type Configuration, readConfigFile } from './config-file.ts';
import { withDropIns } from './drop-ins.ts';
import { legacyFields } from './fields.ts';

const ALPHA_VARIABLE = 'KUBELET_CONFIG_DROPIN_DIR_ALPHA';

/** What the files named by the flags give: --config or else the legacy defaults, then --config-dir. */
export function readFiles(
  process: ProcessFacts,
  flags: FlagSettings,
  minor: number,
): Configuration | Refusal | Undetermined {
  const dynamic = named(flags, 'dynamic-config-dir');
  if (dynamic !== null)
    return undetermined(
      `With --dynamic-config-dir the API server may have replaced the configuration, and what is in force lies in ${dynamic.path}.`,
      dynamic.origin,
    );
  const base = baseOf(process, flags, minor);
  const directory = named(flags, 'config-dir');
  if (base.outcome !== 'read' || directory === null) return base;
  return alphaRefusal(process, directory, minor) ?? withDropIns(process, directory.path, base, minor);
}

function baseOf(
  process: ProcessFacts,
  flags: FlagSettings,
  minor: number,
): Configuration | Refusal | Undetermined {
  const file = named(flags, 'config');
  if (file === null) return { outcome: 'read', fields: legacyFields(minor), stale: [] };
  return readConfigFile(process, file.path, minor);
}

interface Named {
  path: string;
  origin: EffectiveSetting['origin'];
}

function named(flags: FlagSettings, name: string): Named | null {
  const setting = flags.get(name);
  return typeof setting?.value === 'string' ? { path: setting.value, origin: setting.origin } : null;
}

/** 1.28 and 1.29 want a variable beside the flag, whatever it holds. cmd/kubelet/app/server.go */
function alphaRefusal({ environment }: ProcessFacts, { origin }: Named, minor: number): Refusal | null {
  const variables = valueIfPresent(environment);
  if (minor > 29 || variables === undefined || Object.hasOwn(variables, ALPHA_VARIABLE)) return null;
  return refuses(`kubelet 1.${minor} refuses --config-dir without the variable ${ALPHA_VARIABLE}.`, origin);
}
