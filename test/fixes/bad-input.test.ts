import { chmodSync, existsSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import type { Outcome } from '../../src/remediate/transaction/change.ts';
import type { Engine, Times } from '../../src/remediate/transaction/engine.ts';
import { openOnes, pastOf } from '../../src/remediate/transaction/history.ts';
import { heldBy } from '../../src/remediate/transaction/lock.ts';
import { checkNode, checkTime, readPlan } from '../../src/remediate/transaction/plan-file.ts';
import { makeState } from '../../src/remediate/transaction/state-directory.ts';
import { takeBack } from '../../src/remediate/transaction/take-back.ts';
import { applyPlan } from '../../src/remediate/transaction/transaction.ts';
import { applyApart } from './children.ts';
import {
  attributes,
  changeOf,
  content,
  engineFor,
  finding,
  OLD,
  type Plain,
  plainFiles,
  planFor,
  removePlain,
  seenIn,
  signed,
} from './plain.ts';

const AS_IT_WAS = { modes: ['one.key 644', 'one.yaml 644'], manifest: OLD };
const QUICK: Times = { deadlineMs: 100, watchMs: 0 };

let plain: Plain;
beforeEach(() => {
  plain = plainFiles();
});
afterEach(() => removePlain(plain));

async function apply(plan: Plan, more: Partial<Engine> = {}, times = QUICK): Promise<Outcome[]> {
  const state = makeState(plain.state);
  const engine = engineFor(plain, more);
  const { ended } = await applyPlan({ state, plan, changes: plan.changes, engine, times, version: '0' });
  expect(openOnes(state)).toEqual([]);
  return ended.map(({ outcome }) => outcome);
}

function save(plan: unknown): string {
  const path = join(plain.root, 'plan.json');
  writeFileSync(path, typeof plan === 'string' ? plan : JSON.stringify(plan));
  return path;
}

function onlyContent(): Plan {
  return planFor(plain, (plan) => ({ ...plan, changes: plan.changes.slice(1) }));
}

describe('a plan is refused', () => {
  it('that was edited', async () => {
    const plan = planFor(plain);
    const [first, ...others] = plan.changes;

    const path = save({ ...plan, changes: [{ ...first, level: 'consent' }, ...others] });

    await expect(readPlan(path)).rejects.toThrow('it was edited, or cut off');
  });

  it.each([
    ['cut off', '{"schema":', 'it is not JSON'],
    ['of another kind', '{"schema":"kubetrue/report/v1"}', 'it is not a plan'],
  ])('that is %s', async (_, text, reason) => {
    await expect(readPlan(save(text))).rejects.toThrow(reason);
  });

  it('that is for another node', () => {
    const plan = planFor(plain, (one) => ({ ...one, node: { name: 'other', machineId: null } }));

    expect(() => checkNode('plan.json', plan)).toThrow('it was made for the node other');
  });

  it('that is for another machine of that name', () => {
    const plan = planFor(plain, (one) => ({ ...one, node: { ...one.node, machineId: 'f'.repeat(32) } }));

    expect(() => checkNode('plan.json', plan)).toThrow('another machine');
  });

  it('that has expired, or whose end is no time', () => {
    const plan = planFor(plain);

    expect(() => checkTime('plan.json', plan, new Date(Date.parse(plan.expires)))).toThrow('it expired at');
    expect(() => checkTime('plan.json', { ...plan, expires: 'never' }, new Date())).toThrow('it expired at');
  });
});

describe('a change is refused, and the file left as it is, when', () => {
  it.each<[what: string, before: (plan: Plain) => void, reason: RegExp]>([
    [
      'its content is another one',
      ({ manifest }) => writeFileSync(manifest, `${OLD}# more\n`),
      /content of .* is not what the plan was made for/,
    ],
    [
      'it was replaced by its like',
      ({ manifest, root }) => {
        writeFileSync(join(root, 'copy'), OLD);
        renameSync(join(root, 'copy'), manifest);
      },
      /was replaced by another file since/,
    ],
    [
      'its mode is another one',
      ({ manifest }) => chmodSync(manifest, 0o640),
      /was 0644 \d+:\d+ when the plan was made and is 0640 \d+:\d+ now/,
    ],
    [
      'it has become a link',
      ({ manifest, root }) => {
        renameSync(manifest, join(root, 'real.yaml'));
        symlinkSync(join(root, 'real.yaml'), manifest);
      },
      /it is a symbolic link/,
    ],
    [
      'its directory has become a link',
      ({ directory, root }) => {
        renameSync(directory, join(root, 'real'));
        symlinkSync(join(root, 'real'), directory);
      },
      /is reached through a symbolic link/,
    ],
    [
      'somebody edits it',
      ({ directory }) => writeFileSync(join(directory, '.one.yaml.swp'), ''),
      /is editing/,
    ],
  ])('%s', async (_, before, reason) => {
    const plan = onlyContent();
    before(plain);
    const seenBefore = seenIn(plain);

    const outcomes = await apply(plan);

    expect(outcomes).toEqual([{ state: 'refused', why: expect.stringMatching(reason) }]);
    expect(seenIn(plain)).toEqual(seenBefore);
  });

  it('the operations give another content than was planned', async () => {
    const edit = content(plain.manifest, [
      { kind: 'manifest-flag', container: 'one', flag: 'profiling', value: 'true' },
    ]);
    const plan = planFor(plain, (one) => ({
      ...one,
      changes: [changeOf('profiling', 'api-server', [{ ...edit, after: 'a'.repeat(64) } as typeof edit])],
    }));

    expect(await apply(plan)).toEqual([{ state: 'refused', why: expect.stringContaining('do not make of') }]);
    expect(seenIn(plain)).toEqual(AS_IT_WAS);
  });

  it('a mode would grant more', async () => {
    chmodSync(plain.key, 0o600);
    const plan = planFor(plain, (one) => ({
      ...one,
      changes: [changeOf('modes', 'attributes', [attributes(plain.key, 0o640)])],
    }));

    expect(await apply(plan)).toEqual([{ state: 'refused', why: expect.stringContaining('would grant') }]);
  });

  it('the state directory would itself be watched', async () => {
    const inside = { ...plain, state: join(plain.directory, 'state') };
    const state = makeState(inside.state);
    const plan = planFor(plain);

    const applying = applyPlan({
      state,
      plan,
      changes: plan.changes,
      engine: engineFor(plain),
      times: QUICK,
      version: '0',
    });

    await expect(applying).rejects.toThrow('which may be watched');
  });
});

describe('a change is taken back by itself when', () => {
  it('its rule is not met within the deadline', async () => {
    const outcomes = await apply(planFor(plain), {
      judge: async (rules) => rules.map((rule) => finding(rule, rule === 'modes')),
    });

    expect(outcomes).toEqual([
      { state: 'committed' },
      { state: 'rolled-back', ill: null, why: expect.stringContaining('profiling is fail') },
    ]);
    expect(seenIn(plain)).toEqual({ modes: ['one.key 600', 'one.yaml 600'], manifest: OLD });
  });

  it('its proof says otherwise', async () => {
    const outcomes = await apply(planFor(plain), {
      judge: async (rules) =>
        rules.map((rule) => ({
          ...finding(rule, true),
          proof: { outcome: 'contradicted', method: 'asked', observed: 'it answers', at: null },
        })),
    });

    expect(outcomes).toEqual([
      {
        state: 'rolled-back',
        ill: null,
        why: expect.stringContaining('contradicted by its proof: it answers'),
      },
    ]);
    expect(seenIn(plain)).toEqual(AS_IT_WAS);
  });

  it('judging fails through a bug', async () => {
    const outcomes = await apply(planFor(plain), { judge: () => Promise.reject(new TypeError('bug')) });

    expect(outcomes).toEqual([
      {
        state: 'rolled-back',
        ill: null,
        why: expect.stringContaining('kubetrue itself failed: TypeError: bug'),
      },
    ]);
    expect(seenIn(plain)).toEqual(AS_IT_WAS);
  });

  it('the program is told to end', async () => {
    let asked = 0;
    const stopped = () => {
      asked += 1;
      return asked > 1 ? 'it was stopped by SIGTERM' : null;
    };

    const outcomes = await apply(planFor(plain), { stopped });

    expect(outcomes).toEqual([{ state: 'rolled-back', ill: null, why: 'it was stopped by SIGTERM' }]);
    expect(seenIn(plain)).toEqual(AS_IT_WAS);
  });
});

it('a file that another program rewrites meanwhile is left to a person', async () => {
  const theirs = `${OLD}# theirs\n`;
  const outcomes = await apply(onlyContent(), {
    judge: async (rules) => {
      writeFileSync(plain.manifest, theirs);
      return rules.map((rule) => finding(rule, false));
    },
  });

  expect(outcomes).toEqual([{ state: 'stuck', why: expect.stringContaining('it is left alone') }]);
  expect(seenIn(plain)).toEqual({ ...AS_IT_WAS, manifest: theirs });
  expect(pastOf(makeState(plain.state))[0]?.changes[0]?.state).toBe('left to a person');
});

it('applying twice changes nothing, and leaves no second transaction', async () => {
  const plan = planFor(plain);
  await apply(plan);
  const once = seenIn(plain);

  expect(await apply(plan)).toEqual([{ state: 'nothing-to-do' }, { state: 'nothing-to-do' }]);
  expect(seenIn(plain)).toEqual(once);
  expect(pastOf(makeState(plain.state))).toHaveLength(1);
});

it('a rollback gives back what was, and leaves alone what somebody changed since', async () => {
  await apply(planFor(plain));
  const state = makeState(plain.state);
  const id = pastOf(state)[0]?.id ?? '';
  const back = { state, id, engine: engineFor(plain), times: QUICK };
  chmodSync(plain.key, 0o400);

  const ended = await takeBack(back);

  expect(ended.map(({ outcome }) => outcome.state)).toEqual(['rolled-back', 'refused']);
  expect(seenIn(plain)).toEqual({ modes: ['one.key 400', 'one.yaml 600'], manifest: OLD });

  chmodSync(plain.key, 0o600);
  expect((await takeBack(back)).map(({ outcome }) => outcome.state)).toEqual(['rolled-back']);
  expect(seenIn(plain)).toEqual(AS_IT_WAS);
});

it('two applies at once: one works, the other does not touch a thing', { timeout: 120_000 }, async () => {
  for (let round = 0; round < 10; round += 1) {
    const both = plainFiles();
    try {
      const path = join(both.root, 'plan.json');
      writeFileSync(path, JSON.stringify(planFor(both)));

      const ended = await Promise.all([applyApart(both, path), applyApart(both, path)]);

      const said = ended.map((one) => JSON.parse(one.said) as { states?: string[]; code?: string });
      const worked = said.filter(({ states }) => states?.includes('committed'));
      const idle = said.filter(
        ({ states, code }) => code === 'KT_LOCKED' || states?.every((one) => one === 'nothing-to-do'),
      );
      expect([worked.length, idle.length], JSON.stringify(said)).toEqual([1, 1]);
      expect(seenIn(both).modes).toEqual(['one.key 600', 'one.yaml 600']);
      expect(readdirSync(join(both.state, 'transactions'))).toHaveLength(1);
      expect(readdirSync(both.state)).toEqual(['transactions']);
    } finally {
      removePlain(both);
    }
  }
});

it('a status that is asked for meanwhile names the process at work', async () => {
  const state = makeState(plain.state);
  const seen: (number | null)[] = [];
  const engine = engineFor(plain);

  await apply(planFor(plain), {
    judge: (rules) => {
      seen.push(heldBy(state));
      return engine.judge(rules);
    },
  });

  expect(new Set(seen)).toEqual(new Set([process.pid]));
  expect(heldBy(state)).toBeNull();
});

it('an interrupted transaction keeps another plan out, and says what ends it', async () => {
  const plan = planFor(plain);
  const path = save(plan);
  const other = signed({ ...plan, at: '2026-01-01T00:00:00.000Z' });
  for (
    let dieAt = 1;
    existsSync(plain.state) ? openOnes(makeState(plain.state)).length === 0 : true;
    dieAt += 8
  )
    await applyApart(plain, path, { dieAt });

  await expect(apply(other)).rejects.toThrow('was interrupted and must be ended first');
});

it.each([
  ['lets others in', (path: string) => chmodSync(path, 0o755), 'lets other users in'],
  [
    'is a link',
    (path: string) => {
      renameSync(path, `${path}.real`);
      symlinkSync(`${path}.real`, path);
    },
    'is a symbolic link',
  ],
])('a state directory that %s is refused', (_, spoil, reason) => {
  makeState(plain.state);
  spoil(plain.state);

  expect(() => makeState(plain.state)).toThrow(reason);
});
