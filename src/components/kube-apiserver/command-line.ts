import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import { gateIsOn } from '../kubernetes/feature-gates.ts';
import { type Lookup, listOf, textOf } from '../kubernetes/lookup.ts';
import { minorsOf } from '../kubernetes/minors.ts';
import type { Conventions } from '../kubernetes/pflag.ts';
import { pkiFlags } from '../kubernetes/pki-flags.ts';
import { readFlags } from '../kubernetes/read-flags.ts';
import type { Refusal, Undetermined } from '../kubernetes/reading.ts';
import { apiServerFlags } from './flags.ts';

export const PROGRAM = 'kube-apiserver';

/** The flags that name certificates and keys. */
export const apiServerPki = pkiFlags(apiServerFlags);

/** Up to 1.18 its command looks at no words but flags; https://github.com/kubernetes/kubernetes/blob/v1.19.16/cmd/kube-apiserver/app/server.go Args */
export function conventions(minor: number): Conventions {
  return {
    program: PROGRAM,
    minor,
    underscores: minor >= 23,
    positional: minor >= 19 ? 'empty-allowed' : 'ignored',
  };
}

/** The command line as one minor reads it, with defaults. */
export interface CommandLine {
  outcome: 'read';
  minor: number;
  /** A flag by its name; throws for a name that no minor has. */
  flag(name: string): EffectiveSetting;
  /** Whether the flag stands on the command line, whatever its value. */
  isGiven(name: string): boolean;
  /** A flag that holds one text; null when it is not set. */
  text(name: string): string | null;
  list(name: string): readonly string[];
  isOn(name: string): boolean;
  /** Whether a feature gate is on, by the version that the server emulates. */
  gate(name: string): boolean;
}

export function readCommandLine(process: ProcessFacts, minor: number): CommandLine | Refusal | Undetermined {
  const read = readFlags(process, apiServerFlags, conventions(minor));
  if (read.outcome !== 'read') return read;
  const flag: Lookup = (name) => {
    if (!Object.hasOwn(apiServerFlags, name)) throw new Error(`${PROGRAM} has no flag ${name}`);
    return read.lookup(name);
  };
  const gates = emulatedMinor(listOf(flag, 'emulated-version')) ?? minor;
  return {
    outcome: 'read',
    minor,
    flag,
    isGiven: (name) => read.given.has(name),
    text: (name) => textOf(flag, name),
    list: (name) => listOf(flag, name),
    isOn: (name) => flag(name).value === true,
    gate: (name) => gateIsOn(flag('feature-gates').value, name, gates),
  };
}

/** `1.33` or `kube=1.33`: the server then behaves as that version does. component-base/compatibility/registry.go */
function emulatedMinor(versions: readonly string[]): number | undefined {
  const plain = versions.map((one) => one.replace(/^kube=/, '').trim());
  return plain.flatMap((one) => (one === '' ? [] : minorsOf(one))).at(-1);
}
