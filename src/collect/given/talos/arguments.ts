import { compareBytes } from '../../../util/bytes.ts';
import type { GoValue } from '../../config/go-value.ts';
import type { Plan, PlannedWord } from '../planned.ts';
import type { OwnArguments } from './own-arguments.ts';

interface Extra {
  values: readonly string[];
  line: number;
}

/** The words of a component: Talos' own and those of `extraArgs`, sorted by name; or why they are not known. */
export function wordsWith(
  component: string,
  own: OwnArguments,
  extraArgs: GoValue | undefined,
): Plan['words'] {
  const extra = extraIn(extraArgs);
  if (extra === null) return { unknown: 'extraArgs are no names with values' };
  const refused = own.denied.find((name) => extra.has(name));
  if (refused !== undefined) return { unknown: `Talos refuses ${refused} among the extraArgs` };
  const names = [...new Set([...Object.keys(own.own), ...extra.keys()])].sort(compareBytes);
  const words = names.flatMap((name): PlannedWord[] => {
    const value = own.own[name];
    const given = extra.get(name);
    if (given === undefined) return [{ text: `--${name}=${value}`, line: null }];
    const values = own.added.includes(name) ? [merged(value, given.values)] : given.values;
    return values.map((one) => ({ text: `--${name}=${one}`, line: given.line }));
  });
  return [{ text: component, line: null }, ...words];
}

/** Settings that these arguments leave open: of those that Talos gives its own way, the ones that the file does not set. */
export function openIn(own: OwnArguments, extraArgs: GoValue | undefined): string[] {
  const extra = extraIn(extraArgs);
  return own.open.filter((name) => own.added.includes(name) || extra?.has(name) !== true);
}

/** Lists with each value once, Talos' own first. */
function merged(own: string | undefined, given: readonly string[]): string {
  const all = [own ?? '', ...given].join(',').split(',');
  return [...new Set(all.map((one) => one.trim()).filter((one) => one !== ''))].join(',');
}

function extraIn(value: GoValue | undefined): Map<string, Extra> | null {
  if (value === undefined || value.type === 'null') return new Map();
  if (value.type !== 'map' || value.repeated.length > 0) return null;
  const found = new Map<string, Extra>();
  for (const [name, { value: one, line }] of value.entries) {
    const items = one.type === 'list' ? one.items : [one];
    const values = items.map(scalar);
    if (values.some((text) => text === null)) return null;
    found.set(name, { values: values.map((text) => text ?? ''), line });
  }
  return found;
}

function scalar(value: GoValue): string | null {
  if (value.type === 'map' || value.type === 'list') return null;
  return value.type === 'null' ? '' : String(value.value);
}
