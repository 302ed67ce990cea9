import { type EffectiveSetting, overriding } from '../effective-setting.ts';
import { gateIn, gateIsOn } from '../kubernetes/feature-gates.ts';
import { versionName } from '../kubernetes/minors.ts';
import type { Refusal, Undetermined } from '../kubernetes/reading.ts';
import type { Configuration } from './config-file.ts';

/** Feature gates of flags and files together. */
export interface Gates {
  /** All that some source names, as a list of `Name=bool`. */
  list: EffectiveSetting;
  /** Those of flags alone, by which the flags are checked before any file is read. */
  byFlags: EffectiveSetting;
  /** One gate, with the source that decides it. */
  setting(name: string): EffectiveSetting;
}

type Explicit = ReadonlyMap<string, EffectiveSetting>;

const SWITCHES = ['AllBeta', 'AllAlpha'];

/** Gates merge per name, flags over files. cmd/kubelet/app/server.go kubeletConfigFlagPrecedence */
export function gatesOf(
  gateFlags: readonly EffectiveSetting[],
  files: Configuration | Refusal | Undetermined,
  minor: number,
): Gates {
  const byFlags = laidOver(new Map(), gateFlags);
  const all = laidOver(files.outcome === 'read' ? fromFields(files) : new Map(), gateFlags);
  const open = files.outcome === 'read' ? undefined : files;
  return {
    list: withUndecided(listed(all, minor), open),
    byFlags: listed(byFlags, minor),
    setting: (name) => all.get(name) ?? withUndecided(fromSwitch(name, all, minor), open),
  };
}

function fromFields({ fields }: Configuration): Map<string, EffectiveSetting> {
  const gates = new Map<string, EffectiveSetting>();
  for (const [key, { value, origin, lost }] of fields) {
    const name = /^featureGates\.(.+)$/.exec(key)?.[1];
    if (name !== undefined) gates.set(name, { name, value, origin, overrides: [...lost] });
  }
  return gates;
}

function laidOver(below: Map<string, EffectiveSetting>, gateFlags: readonly EffectiveSetting[]): Explicit {
  for (const { value, origin } of gateFlags) {
    for (const pair of Array.isArray(value) ? value : []) {
      const name = pair.slice(0, pair.indexOf('='));
      below.set(name, overriding(below.get(name), { name, value: pair.endsWith('=true'), origin }));
    }
  }
  return below;
}

function listed(explicit: Explicit, minor: number): EffectiveSetting {
  const gates = [...explicit.values()];
  const origin = gates.at(-1)?.origin ?? { kind: 'default', version: versionName(minor) };
  return {
    name: 'feature-gates',
    value: gates.map(({ name, value }) => `${name}=${value}`),
    origin,
    overrides: [],
  };
}

/** A gate that nobody names: by a switch for all of its stage, else by default. */
function fromSwitch(name: string, explicit: Explicit, minor: number): EffectiveSetting {
  const { value: list } = listed(explicit, minor);
  const value = gateIsOn(list, name, minor);
  const origin = { kind: 'default', version: versionName(minor) } as const;
  if (value === gateIsOn([], name, minor)) return { name, value, origin, overrides: [] };
  const decisive = SWITCHES.find((one) => gateIn(list, one) === value);
  return {
    name,
    value,
    origin: explicit.get(decisive ?? '')?.origin ?? origin,
    overrides: [],
    because: `${name} is ${value} by ${decisive}.`,
  };
}

function withUndecided(
  setting: EffectiveSetting,
  open: Refusal | Undetermined | undefined,
): EffectiveSetting {
  return open === undefined
    ? setting
    : { ...setting, undecided: { status: 'unknown', reason: open.because } };
}
