import { expect, it } from 'vitest';
import type { FileFacts, ProcessFacts } from '../model/snapshot.ts';
import { attributesChangedAfterStart, changedAfterStart } from './stale.ts';

const START = '2026-01-01T00:00:10.000Z';
const started = { startedAt: { state: 'present', value: START, origin: { kind: 'process', path: '' } } };
const hidden = { startedAt: { state: 'unreadable', at: { kind: 'process', path: '' }, reason: 'gone' } };

function change(modified: string, born: string | null, facts: object = started) {
  const file = { path: '/f', hostPath: '/host/f', modifiedAt: modified, bornAt: born };
  return changedAfterStart(facts as ProcessFacts, file as FileFacts)?.changedAt ?? null;
}

it.each([
  ['an older file', '2026-01-01T00:00:00.000Z', null, null],
  ['a file as old as the clock can tell', '2026-01-01T00:00:12.000Z', null, null],
  ['a newer content', '2026-01-01T00:00:12.001Z', null, '2026-01-01T00:00:12.001Z'],
  [
    'an old file renamed into place',
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T00:01:00.000Z',
    '2026-01-01T00:01:00.000Z',
  ],
  ['an inode older than the start', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z', null],
])('judges %s', (_name, modified, born, expected) => {
  expect(change(modified, born)).toBe(expected);
});

it('knows nothing without the start of the process', () => {
  expect(change('2026-01-01T00:01:00.000Z', null, hidden)).toBeNull();
});

it.each([
  ['a change of mode', '2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z', started, true],
  ['nothing since', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:12.000Z', started, false],
  ['another content', '2026-01-01T00:01:00.000Z', '2026-01-01T00:01:00.000Z', started, false],
  ['anything without a start', '2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z', hidden, false],
])('says whether attributes alone changed, for %s', (_name, modified, changed, facts, expected) => {
  const file = { path: '/f', hostPath: null, modifiedAt: modified, changedAt: changed, bornAt: null };

  const found = attributesChangedAfterStart(facts as object as ProcessFacts, file as object as FileFacts);

  expect(found).toBe(expected);
});
