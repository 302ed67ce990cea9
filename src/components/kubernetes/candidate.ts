import type { EffectiveSetting } from '../effective-setting.ts';
import type { ChangedFile } from '../stale.ts';
import type { Candidate, Parameters, Property } from '../subject.ts';
import { versionName } from './minors.ts';
import type { Refusal, Undetermined } from './reading.ts';

/** What one minor of a component makes of a process that it takes. */
export interface Configuration {
  outcome: 'starts';
  /** Settings by name, derived ones included; undefined for a name that the component does not have. */
  setting(name: string): EffectiveSetting | undefined;
  /** What is in force by name; a function where it depends on the rule's parameters. */
  properties: Readonly<Record<string, Property | ((parameters: Parameters) => Property)>>;
  stale: readonly ChangedFile[];
}

export type Reading = Configuration | Refusal | Undetermined;

/** A reading in the terms that rules use. */
export function candidateOf(program: string, minor: number, reading: Reading): Candidate {
  const version = versionName(minor);
  if (reading.outcome !== 'starts') return { ...reading, version };
  return {
    version,
    outcome: 'starts',
    stale: reading.stale,
    setting: (name) => present(reading.setting(name), `${program} has no setting ${name}`),
    property: (name, parameters) => {
      const found = present(reading.properties[name], `${program} has no property ${name}`);
      return typeof found === 'function' ? found(parameters) : found;
    },
    authorities: [],
  };
}

function present<T>(value: T | undefined, otherwise: string): T {
  if (value === undefined) throw new Error(otherwise);
  return value;
}
