import type { Fallback, Statement } from '../statement.ts';
import { F, K, V } from '../words.ts';
import { type Production, production } from './production.ts';

const ABSENT = `If (?:it|the argument|(?:the )?${F} argument) is not present,? (?:check|verify) (?:that )?`;
const THERE_IS = `there is a Kubelet config(?:uration)? file specified by (?:the )?${F}(?: argument)?`;

/** Sentences that say what holds where the flag is absent: what the kubelet's configuration file sets. */
export const FALLBACKS: readonly Production[] = [
  production(`${ABSENT}${THERE_IS}`, ([flag = '']) => fallback(flag, { says: 'file' })),
  production(
    `${ABSENT}${THERE_IS},? and (?:that )?(?:the )?file sets ${K} to something other than ${V}`,
    ([flag = '', , key = '', value = '']) => fallback(flag, { says: 'other-value', key, value }),
  ),
  production(
    `${ABSENT}${THERE_IS},? and (?:that )?(?:the )?file sets ${K} to ${V}`,
    ([flag = '', , key = '', value = '']) => fallback(flag, { says: 'value', key, value }),
  ),
  production(
    `${ABSENT}if ${THERE_IS}, that file does not contain ${K}: ${V}`,
    ([flag = '', , key = '', value = '']) => fallback(flag, { says: 'other-value', key, value }),
  ),
  production(
    `Check that if there is an? ${K} entry in the file,? it is set to ${V}`,
    ([key = '', value = '']) => fallback('', { says: 'value', key, value }),
  ),
  production(
    `(?:If using a Kubelet config(?:uration)? file, )?check that there is an entry for ${K} set to ${V}`,
    ([key = '', value = '']) => fallback('', { says: 'value', key, value }),
  ),
  production(
    `(?:This|The) (?:executable )?(?:${F} )?(?:argument|parameter) may be omitted, provided there is .+`,
    ([flag = '']) => fallback(flag, { says: 'omitted' }),
  ),
];

type Said<T = Fallback> = T extends Fallback ? Omit<T, 'flag'> : never;

/** @param flag empty where the sentence names none */
function fallback(flag: string, said: Said): Statement {
  return { as: 'fallback', fallback: { flag: flag === '' ? null : flag, ...said } };
}
