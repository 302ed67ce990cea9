import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { untilSound, type Waiting } from './soundness.ts';
import type { MemberState, Survey } from './survey.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function pair(links: readonly string[], more: Partial<Survey> = {}): Survey {
  const member = (id: string, other: readonly string[]): MemberState => ({
    id,
    name: `m${id}`,
    learner: false,
    peerUrls: [],
    ill: null,
    links: other,
    status: { version: '3.6.5', leader: '1', term: '2', committed: 1n, applied: 1n, size: 1 },
  });
  return {
    self: '1',
    alarms: [],
    alarmsUnseen: null,
    members: [member('1', ['2']), member('2', links)],
    ...more,
  };
}

const APART = pair([]);
const SOUND = pair(['1']);

/** Answers one survey after the other, the last again and again, and tells what was said meanwhile. */
function tried(surveys: readonly Survey[], stopped: Waiting['stopped'] = () => null) {
  const said: string[] = [];
  let looks = 0;
  const start = Date.now();
  const look = async () => surveys[Math.min(looks++, surveys.length - 1)] ?? SOUND;
  const sleep = async (ms: number) => void vi.advanceTimersByTime(ms);
  const result = untilSound(look, { sleep, tell: (line) => said.push(line), stopped });
  return { result, said, looks: () => looks, passed: () => Date.now() - start };
}

it('a link that is made a moment later is waited for, and that is said once', async () => {
  const { result, said, passed } = tried([APART, APART, SOUND]);

  expect(await result).toBe(SOUND);
  expect(said).toEqual(['etcd: waiting up to 15 s: the member m2 has no working connection with m1']);
  expect(passed()).toBe(1_000);
});

it('a link that is never made refuses in the end', async () => {
  const { result, passed } = tried([APART]);

  await expect(result).rejects.toThrow(
    'the cluster of etcd is not sound, for 15 s now: the member m2 has no working connection with m1',
  );
  expect(passed()).toBe(15_000);
});

it('an alarm refuses at once, even where a link is missing too', async () => {
  const { result, said, looks } = tried([pair([], { alarms: ['CORRUPT at m2'] })]);

  await expect(result).rejects.toThrow('the cluster of etcd is not sound: etcd has an alarm: CORRUPT at m2');
  expect([looks(), said]).toEqual([1, []]);
});

it('an alarm that comes up while a link is waited for refuses then', async () => {
  const { result, looks } = tried([APART, pair([], { alarms: ['NOSPACE at m1'] })]);

  await expect(result).rejects.toThrow('NOSPACE at m1');
  expect(looks()).toBe(2);
});

it('whoever ends the program does not wait', async () => {
  const { result, looks } = tried([APART], () => 'interrupted by SIGINT');

  await expect(result).rejects.toThrow('interrupted by SIGINT');
  expect(looks()).toBe(1);
});
