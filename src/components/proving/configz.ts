import type { SettingValue } from '../../model/setting-value.ts';
import type { ConfigzKey } from '../configz-key.ts';
import { canonical, shown } from './canonical.ts';
import { answerTo, isWitness, predicted, type Question, seen, whyOpen } from './context.ts';

/**
 * Compares a setting with what `/configz` tells.
 *
 * @param zero what a key stands for that is missing there; undefined: nothing
 */
export function configz(setting: string, keys: readonly string[], zero?: SettingValue): Question {
  return (context) => {
    const ours = predicted(context, setting);
    if (isWitness(ours)) return ours;
    const answer = answerTo(context, 'CFGZ', 'configz');
    const answered = seen(answer, 'answered') === true;
    const value = keys.map((key) => seen(answer, key)).find((one) => one !== undefined) ?? zero;
    if (!answered || value === undefined)
      return { predicted: '', observed: null, sentence: whyOpen(answer, 'CFGZ') };
    const { address = '' } = answer ?? {};
    return {
      predicted: canonical(ours.value),
      observed: canonical(value),
      sentence: `/configz at ${address} says ${keys[0] ?? ''} = ${shown(value)}.`,
    };
  };
}

/** The questions of a table by the name of the setting. */
export function configzIn(table: readonly ConfigzKey[], setting: string): Question {
  const keys = table.find((one) => one.setting === setting)?.keys;
  if (keys === undefined) throw new Error(`/configz is not asked for ${setting}`);
  return configz(setting, keys);
}
