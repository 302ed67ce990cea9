import type { Origin } from '../model/origin.ts';
import type { EffectiveSetting } from './effective-setting.ts';
import type { ChangedFile } from './stale.ts';

/** One thing that a rule's check looks at: a listener, an authority. */
export interface PropertyItem {
  /** What a reader calls it: a URL, a path. */
  label: string;
  attributes: Readonly<Record<string, string>>;
  origin: Origin;
}

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

/** A component's process as one version of it reads its sources. */
export type Candidate =
  | { version: string; outcome: 'refuses'; because: string; origin: Origin; stale: readonly ChangedFile[] }
  | { version: string; outcome: 'undetermined'; because: string; origin: Origin }
  | {
      version: string;
      outcome: 'starts';
      stale: readonly ChangedFile[];
      setting(name: string): EffectiveSetting;
      /** Items of a derived property, e.g. `client-listeners`. */
      items(property: string): readonly PropertyItem[];
      /** CAs that are in force. */
      authorities: readonly Authority[];
    };

export type StartingCandidate = Extract<Candidate, { outcome: 'starts' }>;

/** The newest version that starts, of candidates in order of version; null when none does. */
export function newestStarting(candidates: readonly Candidate[]): StartingCandidate | null {
  return candidates.findLast((one) => one.outcome === 'starts') ?? null;
}
