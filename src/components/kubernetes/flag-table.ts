import type { SettingValue } from '../../model/finding.ts';
import type { FlagKind } from './flag-kinds.ts';

/** One flag of a Kubernetes component. Minors are numbers: 34 stands for 1.34. */
export interface FlagSpec {
  kind: FlagKind;
  /** What holds when no source sets it; null for an empty text. Durations are Go's text, maps lists of `name=value`. */
  default: SettingValue;
  /** Defaults that replaced it, each from a minor on, in ascending order. */
  defaults?: readonly { since: number; value: SettingValue }[];
  /** First and last minor that has it; the first and last known where not given. */
  since?: number;
  until?: number;
  /** One letter, for `-v`. */
  shorthand?: string;
  /** What it was up to a minor, where its kind changed. */
  formerly?: { until: number; kind: FlagKind };
  /** Another flag that writes the same variable: the later of both wins. */
  sameAs?: string;
}

/** All flags of a component, of any known minor, by name with dashes. */
export type FlagTable = Readonly<Record<string, FlagSpec>>;

/** The flag as one minor has it; undefined when it has none of that name. */
export function flagAt(table: FlagTable, name: string, minor: number): FlagSpec | undefined {
  const spec = Object.hasOwn(table, name) ? table[name] : undefined;
  if (spec === undefined || minor < (spec.since ?? 0) || minor > (spec.until ?? Infinity)) return undefined;
  const { formerly } = spec;
  return formerly !== undefined && minor <= formerly.until ? { ...spec, kind: formerly.kind } : spec;
}

/** The flag's default in one minor; null in a minor that lacks it. */
export function defaultAt(spec: FlagSpec | undefined, minor: number): SettingValue {
  if (spec === undefined) return null;
  const replaced = spec.defaults?.findLast(({ since }) => minor >= since);
  return replaced === undefined ? spec.default : replaced.value;
}

/** The flag that a one-letter option stands for in one minor. */
export function flagOfShorthand(table: FlagTable, letter: string, minor: number): string | undefined {
  return Object.keys(table).find((name) => flagAt(table, name, minor)?.shorthand === letter);
}
