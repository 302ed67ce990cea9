import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openOnes, pastOf } from '../../src/remediate/transaction/history.ts';
import { makeState } from '../../src/remediate/transaction/state-directory.ts';
import { takeBack } from '../../src/remediate/transaction/take-back.ts';
import { applyPlan } from '../../src/remediate/transaction/transaction.ts';
import { applyApart } from './children.ts';
import { engineFor, OLD, type Plain, plainFiles, planFor, removePlain, seenIn } from './plain.ts';

const NEW = OLD.replace('    - --first=1\n', '    - --first=1\n    - --profiling=false\n');
const NAMES = /^(one\.key|one\.yaml) (600|644)$/;
/** A name that the kubelet passes over, where the state directory lies on another mount. */
const TEMPORARY = /^\.kubetrue-\S+\.(new|back) \d+$/;
const RANDOM_KILLS = 300;
/** Beginning to end, applying takes about this long. */
const SPAN_MS = 70;
const AT_ONCE = 3;
const TIMES = { deadlineMs: 2_000, watchMs: 0 };
const MINUTES = 60_000;

type Recovery = 'apply' | 'rollback';

/** Applies in a process that is killed, looks, recovers, looks again; where it was killed, null when it came first. */
async function trial(
  kill: { dieAt?: number; killAfterMs?: number },
  recovery: Recovery,
  stateRoot?: string,
): Promise<{ killed: boolean; steps: string }> {
  const plain = plainFiles(stateRoot);
  try {
    const plan = planFor(plain);
    const file = join(plain.root, 'plan.json');
    writeFileSync(file, JSON.stringify(plan));

    const { signal } = await applyApart(plain, file, kill);

    const between = seenIn(plain);
    expect([OLD, NEW]).toContain(between.manifest);
    const strays = between.modes.filter((one) => !NAMES.test(one));
    expect(strays.filter((one) => stateRoot === undefined || !TEMPORARY.test(one))).toEqual([]);

    const state = makeState(plain.state);
    const steps = JSON.stringify(pastOf(state).map(({ changes }) => changes.map((one) => one.state)));
    const [past] = pastOf(state);
    const engine = engineFor(plain);
    if (recovery === 'rollback' && past !== undefined)
      await takeBack({ state, id: past.id, engine, times: TIMES });
    else await applyPlan({ state, plan, changes: plan.changes, engine, times: TIMES, version: '0' });

    expect(openOnes(state)).toEqual([]);
    // What was taken back by the recovery itself, and only that, is applied by another apply.
    const back = recovery === 'rollback' && past !== undefined;
    if (!back) await applyPlan({ state, plan, changes: plan.changes, engine, times: TIMES, version: '0' });
    expect(seenIn(plain)).toEqual(
      back
        ? { modes: ['one.key 644', 'one.yaml 644'], manifest: OLD }
        : { modes: ['one.key 600', 'one.yaml 600'], manifest: NEW },
    );
    expect(readdirSync(plain.state)).toEqual(['transactions']);
    return { killed: signal === 'SIGKILL', steps };
  } finally {
    removePlain(plain);
  }
}

async function trials<T>(list: readonly T[], run: (one: T, index: number) => Promise<void>): Promise<void> {
  const queue = [...list.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await run(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function callsOfWholeRun(stateRoot?: string): Promise<number> {
  const plain: Plain = plainFiles(stateRoot);
  try {
    const file = join(plain.root, 'plan.json');
    writeFileSync(file, JSON.stringify(planFor(plain)));
    const { said } = await applyApart(plain, file, { dieAt: Number.MAX_SAFE_INTEGER });
    return (JSON.parse(said) as { calls: number }).calls;
  } finally {
    removePlain(plain);
  }
}

describe.each([
  ['on the same mount', undefined],
  ['on another mount', '/dev/shm'],
])('an apply that is killed, its state directory %s', (_, stateRoot) => {
  it('at each change that it makes to the disk', { timeout: 10 * MINUTES }, async () => {
    const calls = await callsOfWholeRun(stateRoot);
    const stoods = new Set<string>();

    await trials(
      Array.from({ length: calls }, (_unused, index) => index + 1),
      async (dieAt) => {
        const { killed, steps } = await trial({ dieAt }, dieAt % 2 === 0 ? 'apply' : 'rollback', stateRoot);
        expect(killed).toBe(true);
        stoods.add(steps);
      },
    );

    expect(calls).toBeGreaterThan(100);
    // Every place at which it can stand between two steps was met.
    expect([...stoods].sort()).toEqual(
      [
        '[]',
        '[["not begun","not begun"]]',
        '[["being prepared","not begun"]]',
        '[["being switched","not begun"]]',
        '[["being verified","not begun"]]',
        '[["in force","not begun"]]',
        '[["in force","being prepared"]]',
        '[["in force","being switched"]]',
        '[["in force","being verified"]]',
        '[["in force","in force"]]',
      ].sort(),
    );
  });
});

it(`an apply that is killed at ${RANDOM_KILLS} random instants`, { timeout: 10 * MINUTES }, async () => {
  let killed = 0;

  await trials(Array.from({ length: RANDOM_KILLS }), async (_, index) => {
    const killAfterMs = Math.random() * SPAN_MS;
    const outcome = await trial({ killAfterMs }, index % 2 === 0 ? 'apply' : 'rollback');
    killed += outcome.killed ? 1 : 0;
  });

  // The others had come to their end first.
  expect(killed).toBeGreaterThan(RANDOM_KILLS / 3);
});
