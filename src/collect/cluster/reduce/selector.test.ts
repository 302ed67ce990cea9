import { expect, it } from 'vitest';
import type { Raw } from '../raw.ts';
import { selects } from './selector.ts';

const LABELS = { team: 'shop', 'kubernetes.io/metadata.name': 'web' };

function by(key: string, operator: string, ...values: string[]): Raw {
  return { matchExpressions: [{ key, operator, values }] };
}

it.each<[string, unknown, boolean]>([
  ['no selector', undefined, true],
  ['an empty one', {}, true],
  ['the label', { matchLabels: { team: 'shop' } }, true],
  ['another value', { matchLabels: { team: 'data' } }, false],
  ['one label of two', { matchLabels: { team: 'shop', tier: 'a' } }, false],
  ['a value of several', by('team', 'In', 'data', 'shop'), true],
  ['none of several', by('team', 'In', 'data'), false],
  ['a value of a label that is not there', by('tier', 'In', ''), false],
  ['another name', by('kubernetes.io/metadata.name', 'NotIn', 'kube-system'), true],
  ['not this name', by('kubernetes.io/metadata.name', 'NotIn', 'kube-system', 'web'), false],
  ['not some value of a label that is not there', by('tier', 'NotIn', 'a'), true],
  ['a label that is there', by('team', 'Exists'), true],
  ['a label that is not there', by('tier', 'Exists'), false],
  ['no such label', by('tier', 'DoesNotExist'), true],
  ['not this label', by('team', 'DoesNotExist'), false],
  ['an operator of a later day', by('team', 'Like', 'sh*'), false],
  ['label and expression', { matchLabels: { team: 'shop' }, ...by('team', 'NotIn', 'shop') }, false],
])('takes a namespace or not: %s', (...[, selector, expected]) => {
  expect(selects(selector, LABELS)).toBe(expected);
});
