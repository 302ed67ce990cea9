import type { Predicate } from '../../model/rule.ts';
import type { Shown } from './commands.ts';

/** How far a check goes: what the sentence asks, less than it, or nothing without a person. */
export type VerdictKind = 'exact' | 'weak' | 'manual';

/** What one sentence of an Audit says. */
export type Statement =
  | { as: 'evidence'; shown: readonly Shown[]; located?: Located }
  | { as: 'locate'; located: Located }
  | { as: 'verdict'; kind: VerdictKind; verdict: Verdict }
  | { as: 'fallback'; fallback: Fallback }
  | { as: 'applicability'; members: 'several' | null }
  | { as: 'review' }
  | { as: 'remark' };

/** Where the file that the next command looks at comes from. */
export type Located =
  | { by: 'flag'; flag: string; process: string | null }
  | { by: 'name'; what: string; process: string };

/** Before it is known whether a flag holds a list, or has a default, and what its value stands for. */
export type Ask =
  | { ask: 'value'; value: string }
  | { ask: 'other-value'; value: string; exists: boolean }
  | { ask: 'value-if-given'; value: string }
  | { ask: 'member'; is: 'includes' | 'excludes'; value: string }
  | { ask: 'absent' }
  | { ask: 'set' }
  | { ask: 'predicate'; must: Predicate };

export type Verdict =
  | { about: 'flags'; flags: readonly string[]; ask: Ask }
  | { about: 'file'; attribute: 'mode' | 'owner'; value: string }
  | { about: 'objects'; kind: string; not: string };

/** What a configuration file may say where the flag is absent; the flag is null where the sentence names none. */
export type Fallback = { flag: string | null } & (
  | { says: 'file' }
  | { says: 'value'; key: string; value: string }
  | { says: 'other-value'; key: string; value: string }
  | { says: 'omitted' }
);
