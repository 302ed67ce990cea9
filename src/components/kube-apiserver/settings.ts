import type { EffectiveSetting } from '../effective-setting.ts';

/**
 * A text flag of the API server, which takes its settings from flags alone; the last occurrence wins and `_`
 * stands for `-` in names. Only single-valued text flags are read here.
 * https://github.com/spf13/pflag/blob/v1.0.6/flag.go, k8s.io/component-base/cli/flag WordSepNormalizeFunc
 */
export function apiServerSetting(argv: readonly string[], name: string): EffectiveSetting {
  const found = argv
    .slice(1)
    .flatMap((word, index, words) => occurrence(word, words[index + 1], name))
    .reverse();
  const [winner, ...losers] = found;
  if (winner === undefined)
    return { name, value: null, origin: { kind: 'default', version: 'kube-apiserver' }, overrides: [] };
  return { name, ...winner, overrides: losers };
}

type Found = { value: string | null; origin: { kind: 'flag'; text: string } };

function occurrence(word: string, next: string | undefined, name: string): Found[] {
  if (!word.startsWith('--')) return [];
  const equals = word.indexOf('=');
  const typed = (equals === -1 ? word.slice(2) : word.slice(2, equals)).replaceAll('_', '-');
  if (typed !== name) return [];
  if (equals !== -1) return [{ value: word.slice(equals + 1) || null, origin: { kind: 'flag', text: word } }];
  return next === undefined
    ? []
    : [{ value: next || null, origin: { kind: 'flag', text: `${word} ${next}` } }];
}
