import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change, Plan } from '../../src/model/plan.ts';
import type { Outcome } from '../../src/remediate/transaction/change.ts';
import type { Engine } from '../../src/remediate/transaction/engine.ts';
import { makeState } from '../../src/remediate/transaction/state-directory.ts';
import { takeBack } from '../../src/remediate/transaction/take-back.ts';
import { applyPlan } from '../../src/remediate/transaction/transaction.ts';
import {
  changeOf,
  content,
  engineFor,
  finding,
  type Plain,
  plainFiles,
  planFor,
  removePlain,
} from './plain.ts';

const OLD = '# kept\n--v=2\n--profiling=true\n';
const NEW = '# kept\n--v=2\n--profiling=false\n';

/** A program that is called kubelite, which does nothing but run, and is started anew when it is asked for. */
class Service {
  child: ChildProcess | null = null;
  readonly asked: { service: string; reload: boolean }[] = [];

  start(): void {
    this.child = spawn('/bin/sleep', ['600'], { argv0: 'kubelite', stdio: 'ignore' });
  }

  async stop(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

let plain: Plain;
let service: Service;
let args: string;
beforeEach(async () => {
  plain = plainFiles();
  args = join(plain.directory, 'kube-scheduler');
  writeFileSync(args, OLD, { mode: 0o600 });
  service = new Service();
  service.start();
  await sleep(100);
});
afterEach(async () => {
  await service.stop();
  removePlain(plain);
});

function planOf(restarts: Change['restarts']): Plan {
  const edit = content(args, [{ kind: 'args-file-flag', flag: 'profiling', value: 'false' }]);
  const change = { ...changeOf('profiling', 'scheduler-or-controller-manager', [edit]), restarts };
  return planFor(plain, (plan) => ({ ...plan, changes: [change] }));
}

const RESTARTS: NonNullable<Change['restarts']> = {
  component: 'kube-scheduler',
  pid: 1,
  program: 'kubelite',
  components: ['kube-scheduler', 'kubelet'],
};

function engineOf(more: Partial<Engine> = {}): Engine {
  return engineFor(plain, {
    sleep: (ms) => sleep(Math.min(ms, 200)),
    judge: async (rules) => rules.map((rule) => finding(rule, readFileSync(args, 'utf8') === NEW)),
    restarter: {
      find: () => 'snap.microk8s.daemon-kubelite.service',
      restart: async (name, reload) => {
        service.asked.push({ service: name, reload });
        await service.stop();
        service.start();
      },
    },
    ...more,
  });
}

async function apply(plan: Plan, engine: Engine, deadlineMs = 10_000) {
  const state = makeState(plain.state);
  const applied = await applyPlan({
    state,
    plan,
    changes: plan.changes,
    engine,
    times: { deadlineMs, watchMs: 0 },
    version: '0',
  });
  return { ...applied, state, outcomes: applied.ended.map(({ outcome }): Outcome => outcome) };
}

describe('a change of a component inside another program', () => {
  it('restarts the program, waits for its new process and is taken back the same way', {
    timeout: 60_000,
  }, async () => {
    const engine = engineOf();
    const old = service.child?.pid;

    const { outcomes, transaction, state } = await apply(planOf(RESTARTS), engine);

    expect(outcomes).toEqual([{ state: 'committed' }]);
    expect(readFileSync(args, 'utf8')).toBe(NEW);
    expect(service.child?.pid).not.toBe(old);
    const times = { deadlineMs: 10_000, watchMs: 0 };
    const back = await takeBack({ state, id: transaction ?? '', engine, times });
    expect(back.map(({ outcome }) => outcome)).toMatchObject([{ state: 'rolled-back', ill: null }]);
    expect(readFileSync(args, 'utf8')).toBe(OLD);
    const unit = { service: 'snap.microk8s.daemon-kubelite.service', reload: false };
    expect(service.asked).toEqual([unit, unit]);
  });

  it('asks every component that restarts with it how it is', async () => {
    const asked: string[] = [];
    const illness = async (component: string) => {
      asked.push(component);
      return component === 'kubelet' ? 'it does not feel well' : null;
    };

    const { outcomes } = await apply(planOf(RESTARTS), engineOf({ illness }));

    expect(outcomes).toEqual([
      { state: 'refused', why: 'kubelet is not well before the change: it does not feel well' },
    ]);
    expect(asked).toEqual(['kube-scheduler', 'kubelet']);
    expect(readFileSync(args, 'utf8')).toBe(OLD);
  });

  it('is refused where nothing is known that restarts it', async () => {
    const { restarterOf } = await import('../../src/remediate/transaction/restart/index.ts');

    const { outcomes } = await apply(planOf(RESTARTS), engineOf({ restarter: restarterOf(new Map()) }));

    expect(outcomes).toMatchObject([
      { state: 'refused', why: expect.stringContaining('--restart kubelite=') },
    ]);
    expect(readFileSync(args, 'utf8')).toBe(OLD);
  });

  it('is refused where the program does not run', async () => {
    await service.stop();

    const { outcomes } = await apply(planOf(RESTARTS), engineOf());

    expect(outcomes).toMatchObject([
      { state: 'refused', why: 'no kubelite runs here as a process of its own' },
    ]);
  });
});

describe('a change of a unit', () => {
  it('has systemd read its units again', async () => {
    const unit = join(plain.directory, 'one.service');
    writeFileSync(unit, '[Service]\nExecStart=/bin/sleep --profiling=true\n', { mode: 0o600 });
    const edit = content(unit, [{ kind: 'unit-flag', flag: 'profiling', value: 'false' }]);
    const change = { ...changeOf('profiling', 'api-server', [edit]), restarts: RESTARTS };
    const plan = planFor(plain, (one) => ({ ...one, changes: [change] }));
    const judge: Engine['judge'] = async (rules) =>
      rules.map((rule) => finding(rule, readFileSync(unit, 'utf8').includes('--profiling=false')));

    const { outcomes } = await apply(plan, engineOf({ judge }));

    expect(outcomes).toEqual([{ state: 'committed' }]);
    expect(service.asked).toMatchObject([{ reload: true }]);
  });
});
