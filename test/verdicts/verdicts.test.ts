import { describe, expect, it } from 'vitest';
import { VERDICTS } from './all.ts';
import { reportOn, snapshotOf } from './judge.ts';
import type { Situation, Trap } from './named-verdict.ts';
import { page } from './page.ts';
import { TRAPS } from './traps.ts';

async function judge(situation: Situation): Promise<void> {
  const snapshot = await snapshotOf(situation);

  const { findings } = reportOn(snapshot, situation.benchmark, [situation.rule]);

  const [finding] = findings;
  const { status, letter, reason = [], note = [] } = situation;
  const reasons = findings.map((one) => one.reason).join('\n');
  expect(
    findings.map((one) => one.status),
    reasons,
  ).toEqual([status].flat());
  expect(finding?.letter).toBe(letter);
  for (const part of reason) expect(finding?.reason).toContain(part);
  for (const part of note)
    expect(finding?.evidence).toContainEqual(
      expect.objectContaining({ note: expect.stringContaining(part) }),
    );
}

const titled: [string, Trap][] = [
  ...VERDICTS.map((one): [string, Trap] => [`${one.number}. ${one.name}`, one]),
  ...TRAPS.map((one): [string, Trap] => [one.name, one]),
];

describe.each(titled)('%s', (_title, { shown }) => {
  it.each(shown.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    if ('shows' in one) await one.shows();
    else await judge(one);
  });
});

describe('the verdicts', () => {
  it('are those of the numbers 1 to 50, each by a name of its own and shown by something', () => {
    const all = [...VERDICTS, ...TRAPS];

    expect(VERDICTS.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(all.filter(({ shown }) => shown.length === 0)).toEqual([]);
  });

  it('are those of docs/verdicts.md', async () => {
    await expect(page()).toMatchFileSnapshot('../../docs/verdicts.md');
  });

  it('are not held by tests that would hold anything', async () => {
    const [one] = VERDICTS[0]?.shown ?? [];
    if (one === undefined || !('rule' in one)) throw new Error('the first verdict is shown by a rule');

    await expect(judge({ ...one, status: 'pass' })).rejects.toThrow();
    await expect(judge({ ...one, letter: 'pass' })).rejects.toThrow();
    await expect(judge({ ...one, reason: ['no such words'] })).rejects.toThrow();
    await expect(judge({ ...one, note: ['no such words'] })).rejects.toThrow();
  });
});
