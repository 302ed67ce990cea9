import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { compareBytes } from '../../../util/bytes.ts';
import type { Sourced } from './settings.ts';

/** Flags of a component by name, as K3s itself sets them. */
export type OwnArguments = ReadonlyMap<string, Sourced>;

/**
 * The words that K3s hands to a component: a flag that the user gives takes the place of K3s' own, `name+` goes behind
 * it and `name-` before it; sorted by name.
 * https://github.com/k3s-io/k3s/blob/release-1.34/pkg/util/args.go GetArgs
 */
export function handedOver(own: OwnArguments, extra: readonly Sourced[]): SourcedWord[] {
  const left = new Map(own);
  const all = new Map<string, Sourced[]>();
  for (const one of extra) {
    const { name, mark, value } = parts(one.value);
    const initial = left.get(name);
    const before = [...(initial === undefined || mark === '' ? [] : [initial]), ...(all.get(name) ?? [])];
    const added = { value, origin: one.origin };
    all.set(name, mark === '-' ? [added, ...before] : [...before, added]);
    left.delete(name);
  }
  for (const [name, value] of left) all.set(name, [value]);
  return [...all]
    .sort(([one], [other]) => compareBytes(one, other))
    .flatMap(([name, values]) => values.map(({ value, origin }) => ({ text: `--${name}=${value}`, origin })));
}

/** `--name=value`, with or without dashes; without value it is `true`. */
export function parts(text: string): { name: string; mark: '' | '+' | '-'; value: string } {
  const plain = text.startsWith('--') ? text.slice(2) : text;
  const at = plain.indexOf('=');
  const written = at < 0 ? plain : plain.slice(0, at);
  const mark = written.endsWith('+') ? '+' : written.endsWith('-') ? '-' : '';
  return { name: written.replace(/[-+]+$/, ''), mark, value: at < 0 ? 'true' : plain.slice(at + 1) };
}

/** The first value that the user gives for a flag of a component; null without one. */
export function extraValue(name: string, extra: readonly Sourced[]): string | null {
  const found = extra.map(({ value }) => parts(value)).find((one) => one.name === name && one.mark === '');
  return found === undefined || found.value === '' ? null : found.value;
}
