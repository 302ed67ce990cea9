import { expect, it } from 'vitest';
import type { EffectiveSetting } from '../components/effective-setting.ts';
import type { Candidate } from '../components/subject.ts';
import { relevantChange } from './relevant-change.ts';

const CHANGE = { path: '/f', changedAt: '2026-01-02T00:00:00Z', startedAt: '2026-01-01T00:00:00Z' };
const check = { settings: ['a', 'b'], must: { equal: true } };

function starting(settings: Record<string, Partial<EffectiveSetting>>): Candidate {
  return {
    version: '1.34',
    outcome: 'starts',
    stale: [CHANGE],
    setting: (name) => ({ name, value: true, origin: FLAG, overrides: [], ...settings[name] }),
    property: () => ({ state: 'items', items: [], virtue: () => '' }),
    authorities: [],
  };
}

const FLAG = { kind: 'flag', text: '--a' } as const;
const FILE = { kind: 'file', path: '/f', line: 1 } as const;
const DEFAULT = { kind: 'default', version: '1.34' } as const;

it.each([
  ['flags alone', {}, undefined],
  ['one of them by the file', { b: { origin: FILE } }, CHANGE],
  ['one of them by default, which the file may have had before', { b: { origin: DEFAULT } }, CHANGE],
  ['one that is derived', { a: { because: 'both say so.' } }, CHANGE],
])('a file that changed and %s', (_name, settings, expected) => {
  expect(relevantChange([starting(settings)], check)).toBe(expected);
});

it('matters for what is judged item by item', () => {
  expect(relevantChange([starting({})], { each: 'listeners', must: { reach: ['loopback'] } })).toBe(CHANGE);
});
