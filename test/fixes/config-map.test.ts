import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { textStandings, textsOf } from '../../src/remediate/daemon-set/status.ts';
import type { Outcome } from '../../src/remediate/transaction/change.ts';
import type { Engine } from '../../src/remediate/transaction/engine.ts';
import { openOnes, pastOf } from '../../src/remediate/transaction/history.ts';
import { makeState } from '../../src/remediate/transaction/state-directory.ts';
import { takeBack } from '../../src/remediate/transaction/take-back.ts';
import { applyPlan } from '../../src/remediate/transaction/transaction.ts';
import { applyApart } from './children.ts';
import { KeptConfigMap, NEW_TEXT, OLD_TEXT, sourceEdit } from './kept-config-map.ts';
import { changeOf, engineFor, finding, type Plain, plainFiles, planFor, removePlain } from './plain.ts';

const MINUTES = 60_000;
const TIMES = { deadlineMs: 300, watchMs: 0 };
const THIRD = OLD_TEXT.replace('# kept', '# of somebody else');

let plain: Plain;
let cluster: KeptConfigMap;
beforeEach(() => {
  plain = plainFiles();
  cluster = KeptConfigMap.keep(plain.cluster);
});
afterEach(() => removePlain(plain));

function planOf(): Plan {
  const change = { ...changeOf('text', 'kube-proxy', []), source: sourceEdit() };
  return planFor(plain, (plan) => ({ ...plan, changes: [change] }));
}

/** An engine whose verdict is about the text of the cluster. */
function engineOf(more: Partial<Engine> = {}): Engine {
  return engineFor(plain, {
    judge: async (rules) => rules.map((rule) => finding(rule, cluster.text === NEW_TEXT)),
    ...more,
  });
}

async function apply(plan: Plan, engine = engineOf()) {
  const state = makeState(plain.state);
  const applied = await applyPlan({
    state,
    plan,
    changes: plan.changes,
    engine,
    times: TIMES,
    version: '0',
  });
  return { ...applied, state, outcomes: applied.ended.map(({ outcome }): Outcome => outcome) };
}

function answering(more: Partial<KeptConfigMap>): Engine['inCluster'] {
  return (work) => work({ ...cluster, server: cluster.server, ...more });
}

describe('a text of the cluster', () => {
  it('is changed once, keeps all else, and is taken back to the same bytes', async () => {
    const { outcomes, transaction, state } = await apply(planOf());

    expect(outcomes).toEqual([{ state: 'committed' }]);
    expect(cluster.text).toBe(NEW_TEXT);
    expect(cluster.kept).toMatchObject({
      resourceVersion: 2,
      data: { 'kubeconfig.conf': 'apiVersion: v1\n' },
    });
    expect((await apply(planOf())).outcomes).toEqual([{ state: 'nothing-to-do' }]);
    expect(cluster.kept.resourceVersion).toBe(2);
    const back = await takeBack({ state, id: transaction ?? '', engine: engineOf(), times: TIMES });
    expect(back.map(({ outcome }) => outcome.state)).toEqual(['rolled-back']);
    expect(cluster.text).toBe(OLD_TEXT);
  });

  it.each<[string, string, () => Engine]>([
    [
      'somebody changed it since the plan was made',
      'was changed by somebody else since the plan was made',
      () => {
        cluster.text = THIRD;
        return engineOf();
      },
    ],
    [
      'it was made anew, or is that of another cluster',
      'is another one than the plan was made for',
      () => {
        cluster = KeptConfigMap.keep(plain.cluster, { uid: 'another' });
        return engineOf();
      },
    ],
    [
      'it may not be changed',
      'cannot be changed: not allowed (403)',
      () =>
        engineOf({
          inCluster: answering({ patch: async () => ({ state: 'failed', reason: 'not allowed (403)' }) }),
        }),
    ],
    [
      'the cluster cannot be asked',
      'nobody answers',
      () => engineOf({ inCluster: (work) => work('nobody answers') }),
    ],
  ])('is left alone where %s', async (_, why, make) => {
    const engine = make();
    const before = cluster.kept;

    const { outcomes } = await apply(planOf(), engine);

    expect(outcomes).toMatchObject([{ state: 'refused', why: expect.stringContaining(why) }]);
    expect(cluster.kept).toEqual(before);
  });

  it('is taken back by itself when its rule is not met', async () => {
    const judge: Engine['judge'] = async (rules) => rules.map((rule) => finding(rule, false));

    const { outcomes } = await apply(planOf(), engineOf({ judge }));

    expect(outcomes).toMatchObject([{ state: 'rolled-back', ill: null }]);
    expect(cluster.text).toBe(OLD_TEXT);
  });

  it('is left to a person when somebody changes it while it is watched', async () => {
    const judge: Engine['judge'] = async (rules) => {
      cluster.text = THIRD;
      return rules.map((rule) => finding(rule, false));
    };

    const { outcomes, state, transaction } = await apply(planOf(), engineOf({ judge }));

    expect(outcomes).toMatchObject([
      { state: 'stuck', why: expect.stringContaining('somebody else changed it, and it is left alone') },
    ]);
    expect(cluster.text).toBe(THIRD);
    expect(openOnes(state)).toEqual([]);
    expect(transaction).not.toBeNull();
  });

  it('is not taken back over what somebody wrote since', async () => {
    const { transaction, state } = await apply(planOf());
    cluster.text = THIRD;

    const back = await takeBack({ state, id: transaction ?? '', engine: engineOf(), times: TIMES });

    expect(back.map(({ outcome }) => outcome)).toEqual([
      {
        state: 'refused',
        why: 'ConfigMap kube-system/kube-proxy was changed since: it is left alone',
      },
    ]);
    expect(cluster.text).toBe(THIRD);
  });

  it('is told of by status: as long as it holds, whatever else is in it, and when it does not', async () => {
    const { state } = await apply(planOf());
    const stands = async (asked: KeptConfigMap | string = cluster) =>
      (await textStandings(asked, await textsOf(state, pastOf(state)))).map((one) => one.state);

    expect(await stands()).toEqual(['done']);
    cluster.text = `${NEW_TEXT}mode: ipvs\n`;
    expect(await stands()).toEqual(['done']);
    expect(await stands('nobody answers')).toEqual(['unknown']);
    cluster.text = OLD_TEXT;
    expect(await stands()).toEqual(['undone']);
  });

  it('stays open when the cluster is away on the way back, and is taken back once it is there', async () => {
    let away = false;
    const judge: Engine['judge'] = async (rules) => {
      away = true;
      return rules.map((rule) => finding(rule, false));
    };
    const inCluster: Engine['inCluster'] = (work) => work(away ? 'nobody answers' : cluster);

    const { outcomes, state, transaction } = await apply(planOf(), engineOf({ judge, inCluster }));

    expect(outcomes).toMatchObject([{ state: 'open', why: expect.stringContaining('nobody answers') }]);
    expect(openOnes(state)).toHaveLength(1);
    const back = await takeBack({ state, id: transaction ?? '', engine: engineOf(), times: TIMES });
    expect(back.map(({ outcome }) => outcome.state)).toEqual(['rolled-back']);
    expect([cluster.text, openOnes(state)]).toEqual([OLD_TEXT, []]);
  });
});

it('an apply of a text that is killed at each change that it makes to the disk', {
  timeout: 10 * MINUTES,
}, async () => {
  const texts = new Set<string | undefined>();
  const kill = async (dieAt: number) => {
    const own = plainFiles();
    try {
      const kept = KeptConfigMap.keep(own.cluster);
      const plan = planOf();
      writeFileSync(join(own.root, 'plan.json'), JSON.stringify(plan));
      const { signal, said } = await applyApart(own, join(own.root, 'plan.json'), { dieAt });
      texts.add(kept.text);
      const state = makeState(own.state);
      const { changes } = plan;
      await applyPlan({ state, plan, changes, engine: engineFor(own), times: TIMES, version: '0' });
      expect([kept.text, kept.kept.resourceVersion, openOnes(state)]).toEqual([NEW_TEXT, 2, []]);
      expect(readdirSync(own.state)).toEqual(['transactions']);
      return { signal, said };
    } finally {
      removePlain(own);
    }
  };

  const { calls } = JSON.parse((await kill(Number.MAX_SAFE_INTEGER)).said) as { calls: number };
  const left = Array.from({ length: calls }, (_, index) => calls - index);
  const worker = async () => {
    for (let dieAt = left.pop(); dieAt !== undefined; dieAt = left.pop())
      expect((await kill(dieAt)).signal).toBe('SIGKILL');
  };
  await Promise.all([worker(), worker(), worker()]);

  expect(calls).toBeGreaterThan(20);
  expect(texts).toEqual(new Set([OLD_TEXT, NEW_TEXT]));
});
