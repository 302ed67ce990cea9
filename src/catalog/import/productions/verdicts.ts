import type { Ask, Statement, VerdictKind } from '../statement.ts';
import { F, N, THE_F, V } from '../words.ts';
import { type Production, production } from './production.ts';

const VERIFY = 'Verify (?:that )?';
const SET = 'set to ';

/** Sentences that say what a flag must be. */
const FLAGS: readonly Production[] = [
  production(`${VERIFY}${THE_F} is ${SET}${N} or as appropriate`, ([flag = '', least = '']) =>
    flags([flag], { ask: 'predicate', must: { atLeast: Number(least) } }, 'weak'),
  ),
  production(
    `${VERIFY}${THE_F}(?: and (?:the )?${F})? (?:argument )?(?:exists? and (?:it |they )?(?:is |are )?|is |are )set as appropriate`,
    ([flag = '', second = '']) => flags(named(flag, second), { ask: 'set' }, 'weak'),
  ),
  production(
    `${VERIFY}(?:the )?${F} and (?:the )?${F} arguments? (?:exists? and (?:it |they )?(?:is |are )?|is |are )set as appropriate`,
    ([flag = '', second = '']) => flags([flag, second], { ask: 'set' }, 'weak'),
  ),
  production(`${VERIFY}${THE_F} (?:exists and )?is set to an? (\\S+(?: \\S+){0,4} )?file`, ([flag = '']) =>
    flags([flag], { ask: 'set' }, 'weak'),
  ),
  production(
    `${VERIFY}${THE_F} (?:exists and is set to a value to include|is set to a value that includes) ${V}`,
    ([flag = '', value = '']) => flags([flag], { ask: 'member', is: 'includes', value }),
  ),
  production(`${VERIFY}${THE_F} is set to a value that does not include ${V}`, ([flag = '', value = '']) =>
    flags([flag], { ask: 'member', is: 'excludes', value }),
  ),
  production(
    `${VERIFY}(?:the )?${F} argument'?s value \\(if set\\) does not include ${V}`,
    ([flag = '', value = '']) => flags([flag], { ask: 'member', is: 'excludes', value }),
  ),
  production(
    `${VERIFY}${THE_F} is either not set or is set to an integer value between ${N} and ${N}`,
    ([flag = '', least = '', most = '']) =>
      flags([flag], { ask: 'predicate', must: { ifGivenBetween: [Number(least), Number(most)] } }),
  ),
  production(`${VERIFY}${THE_F} is either not set or (?:is )?set to an appropriate value`, ([flag = '']) =>
    flags([flag], { ask: 'predicate', must: { ifGivenPresent: true } }, 'weak'),
  ),
  production(`${VERIFY}${THE_F} exists and is not ${SET}${V}`, ([flag = '', value = '']) =>
    flags([flag], { ask: 'other-value', value, exists: true }),
  ),
  production(
    `${VERIFY}if ${THE_F} exists, it is not ${SET}${V}|If ${THE_F} is present,? check that it is not ${SET}${V}`,
    ([flag = '', value = '', other = '', otherValue = '']) =>
      flags([flag || other], { ask: 'other-value', value: value || otherValue, exists: false }),
  ),
  production(`${VERIFY}${THE_F} does not exist`, ([flag = '']) => flags([flag], { ask: 'absent' })),
  production(`${VERIFY}${THE_F} is not present,? or is ${SET}${V}`, ([flag = '', value = '']) =>
    flags([flag], { ask: 'value-if-given', value }),
  ),
  production(`${VERIFY}${THE_F} (?:exists and )?is ${SET}${V}`, ([flag = '', value = '']) =>
    flags([flag], { ask: 'value', value }),
  ),
];

/** Sentences that say what a file or an object must be. */
const OTHERS: readonly Production[] = [
  production(
    `${VERIFY}(?:the )?permissions are (?:set to )?([0-7]{3,4}) or more restrictive`,
    ([value = '']) => ({
      as: 'verdict',
      kind: 'exact',
      verdict: { about: 'file', attribute: 'mode', value },
    }),
  ),
  production(`${VERIFY}(?:the )?ownership is set to ([\\w.-]+:[\\w.-]+)`, ([value = '']) => ({
    as: 'verdict',
    kind: 'exact',
    verdict: { about: 'file', attribute: 'owner', value },
  })),
  production(
    `${VERIFY}there is at least one ([A-Za-z][\\w.-]*) which does not return ${V}`,
    ([kind = '', not = '']) => ({
      as: 'verdict',
      kind: 'exact',
      verdict: { about: 'objects', kind, not },
    }),
  ),
];

export const VERDICTS: readonly Production[] = [...FLAGS, ...OTHERS];

function flags(list: readonly string[], ask: Ask, kind: VerdictKind = 'exact'): Statement {
  return { as: 'verdict', kind, verdict: { about: 'flags', flags: list, ask } };
}

function named(...list: readonly string[]): string[] {
  return list.filter((one) => one !== '');
}
