import type { SettingValue } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveListener } from './listener.ts';
import type { Lookup } from './listeners.ts';
import { type Refusal, refuses } from './reading.ts';

/** What the start-up checks look at. */
export interface StartUp {
  lookup: Lookup;
  /** Set by a flag or a variable; in file mode nothing counts as such. */
  explicitly: ReadonlySet<string>;
  mode: 'command-line' | 'file';
  listeners: readonly EffectiveListener[];
  process: ProcessFacts;
  version: string;
  moment: Moment;
}

/** A running member is past its first start, and what only that would have refused proves nothing about it. */
export type Moment = 'running' | 'first-start';

/** A reason why etcd does not start, null when this check finds none. */
export type Check = (start: StartUp) => Refusal | null;

/** The items of a list setting. */
export function listOf({ lookup }: StartUp, name: string): readonly string[] {
  const { value } = lookup(name);
  return Array.isArray(value) ? value : [];
}

/** A setting that some source gave, as text; undefined where the default is in force. */
export function given({ lookup }: StartUp, name: string): { text: string; origin: Origin } | undefined {
  const { value, origin } = lookup(name);
  return origin.kind === 'default' ? undefined : { text: textOf(value), origin };
}

/** True when some source gave it and says yes. */
export function isOn({ lookup }: StartUp, name: string): boolean {
  return lookup(name).value === true;
}

/** Refuses a given text that fails `accepts`. */
export function refuseText(start: StartUp, name: string, accepts: (text: string) => boolean): Refusal | null {
  const found = given(start, name);
  if (found === undefined || accepts(found.text)) return null;
  return refuses(`etcd refuses ${name} ${JSON.stringify(found.text)}.`, found.origin);
}

function textOf(value: SettingValue): string {
  return value === null ? '' : String(value);
}
