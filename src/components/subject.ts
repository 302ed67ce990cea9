import type { Evidence, SettingValue } from '../model/finding.ts';
import type { Origin } from '../model/origin.ts';
import type { EffectiveSetting } from './effective-setting.ts';
import type { Settled } from './settled.ts';
import type { ChangedFile } from './stale.ts';

/** One thing that a rule's check looks at: a listener, a file, a workload, the holder of a right. */
export interface PropertyItem {
  /** What a reader calls it: a URL, a path, a name. */
  label: string;
  attributes: Readonly<Record<string, SettingValue>>;
  origin: Origin;
  /** One sentence for each attribute that can miss a rule: what is wrong if this one does. */
  defects?: Readonly<Record<string, string>>;
  /** Attributes that could not be read, and why. */
  unknown?: Readonly<Record<string, string>>;
  /** What a reader should know beside it. */
  note?: string;
}

/** What a component, a node or a cluster has in force under one name, e.g. `client-listeners`. */
export type Property =
  | {
      state: 'items';
      items: readonly PropertyItem[];
      /** Why the rule holds when no item misses the attribute. */
      virtue(attribute: string): string;
      /** What no item at all means; unknown when not given. */
      none?: Settled;
      /** Facts to quote beside the items: what was exempt, how much was looked at. */
      evidence?: readonly Evidence[];
    }
  | { state: 'settled'; verdict: Settled; evidence?: readonly Evidence[] };

/** Values of a rule's parameters by name, those of the chosen control and profile laid over the rule's own. */
export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Certificates that somebody trusts, by the path in the configuration. */
export interface Authority {
  /** Setting that names it. */
  setting: string;
  path: string;
  /** Whose certificates it verifies. */
  guards: 'clients' | 'peers';
  keys: AuthorityKeys;
}

export type AuthorityKeys =
  | { state: 'known'; sha256: readonly string[] }
  | { state: 'hidden'; because: string }
  | { state: 'broken'; because: string };

/** A component's process as one version of it reads its sources; a node or a cluster is read in one way only. */
export type Candidate =
  | { version: string; outcome: 'refuses'; because: string; origin: Origin; stale: readonly ChangedFile[] }
  | { version: string; outcome: 'undetermined'; because: string; origin: Origin }
  | {
      version: string;
      outcome: 'starts';
      stale: readonly ChangedFile[];
      /** A setting as in force, or one derived from several. Throws for a name that the component does not have. */
      setting(name: string): EffectiveSetting;
      /** What is in force under a name. Throws for a name that the component does not have. */
      property(name: string, parameters: Parameters): Property;
      /** CAs that are in force, for checks that compare them with those of another component. */
      authorities: readonly Authority[];
    };

export type StartingCandidate = Extract<Candidate, { outcome: 'starts' }>;

/** The newest version that starts, of candidates in order of version; null when none does. */
export function newestStarting(candidates: readonly Candidate[]): StartingCandidate | null {
  return candidates.findLast((one) => one.outcome === 'starts') ?? null;
}
