import type { Origin } from '../../model/origin.ts';
import { type FlagTable, flagAt } from './flag-table.ts';
import type { FlagOccurrence } from './pflag.ts';

interface GatePrefix {
  prefix: string;
  origin: Origin;
}

/**
 * Why the components named before feature gates (`kube:Name=true`) are refused; null when they are not. Each gate
 * names the one component that there is, or none does.
 * https://github.com/kubernetes/component-base/blob/v0.34.1/compatibility/registry.go SetAllComponents
 */
export function gatePrefixProblem(
  occurrences: readonly FlagOccurrence[],
  table: FlagTable,
  minor: number,
): { problem: string; origin: Origin } | null {
  const found = occurrences
    .filter(({ name }) => flagAt(table, name, minor)?.kind === 'versionedGates')
    .flatMap(prefixesOf);
  const stranger = found.find(({ prefix }) => prefix !== '' && prefix !== 'kube');
  if (stranger !== undefined)
    return { problem: `there is no component ${JSON.stringify(stranger.prefix)}`, origin: stranger.origin };
  const [first] = found;
  const other = found.find(({ prefix }) => prefix !== first?.prefix);
  return other === undefined
    ? null
    : { problem: 'some have the prefix kube: and some do not', origin: other.origin };
}

function prefixesOf({ text, origin }: FlagOccurrence): GatePrefix[] {
  return text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => ({ prefix: part.includes(':') ? part.slice(0, part.indexOf(':')).trim() : '', origin }));
}
