import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../../src/model/plan.ts';
import { apply, plan, resultOf, rollback, untilSaid } from './etcd/fixing.ts';
import type { Machine } from './etcd/machine.ts';
import type { MachineCluster } from './etcd/on-machines.ts';
import { startPlainCluster } from './etcd/plain-cluster.ts';
import { startWriters, type Writers } from './etcd/writers.ts';

const MINUTES = 60_000;
const RULES = ['etcd-peer-cert', 'etcd-peer-client-cert-auth'];

let directory: string;
let cluster: MachineCluster;
let writers: Writers;
let first: Machine;
let second: Machine;
let third: Machine;
/** Settings of the first one. */
let began: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kubetrue-peers-'));
  cluster = await startPlainCluster('3.6.5', directory);
  writers = startWriters(cluster.urls, cluster.pki);
  [first, second, third] = cluster.machines;
  began = readFileSync(first.etc('/etc/etcd.env'), 'utf8');
});

afterAll(async () => {
  await cluster?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** The stages that a machine plans for its member. */
async function planned(machine: Machine): Promise<Stage['kind'][]> {
  const { changes, notPlanned } = await plan(machine, RULES);
  expect(notPlanned.filter(({ rule }) => RULES.includes(rule))).toEqual([]);
  return changes.flatMap(({ stage }) => (stage === undefined ? [] : [stage.kind]));
}

/** Applies the plan that a machine has: the transaction, how each stage ended, and why the last one did not begin. */
async function applied(machine: Machine) {
  const { transaction, changes } = resultOf(await apply(machine, RULES, '--watch', '1').ended);
  const states = changes.map(({ state, why }) => (state === 'rolled-back' ? why : state));
  return { transaction, states, why: changes.at(-1)?.why };
}

/** The same, with kubetrue killed as soon as it has said something; then once more. */
async function appliedWithKill(machine: Machine, said: string) {
  const killed = apply(machine, RULES, '--watch', '60');
  await untilSaid(killed, said);
  const pids = machine.run(['pgrep', '-f', 'bin/kubetrue.js fix apply']).stdout.trim().split('\n');
  machine.run(['kill', '-KILL', ...pids]);
  expect((await killed.ended).stdout).toBe('');
  return applied(machine);
}

async function failed(machine: Machine): Promise<string[]> {
  const rules = RULES.flatMap((one) => ['--rule', one]);
  const { stdout } = await machine.kubetrue(['scan', '--format', 'json', '--no-cluster', ...rules]).ended;
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; status: string }[] };
  return findings.filter(({ status }) => status !== 'pass').map(({ rule, status }) => `${rule} ${status}`);
}

describe('peers of three members that are written to go from http to https', () => {
  it('by a second address first, on one member after the other, one of them killed meanwhile', {
    timeout: 4 * MINUTES,
  }, async () => {
    expect(await planned(first)).toEqual(['serve-tls', 'advertise-tls', 'drop-plain']);
    expect(await applied(first)).toMatchObject({
      states: ['committed', 'waiting', 'waiting'],
      why: expect.stringMatching(/^stage 3 of 3 waits for other members: .*m2 still advertises http:/),
    });

    await planned(second);
    expect(await appliedWithKill(second, 'restarting etcd')).toMatchObject({
      states: ['committed', 'waiting', 'waiting'],
    });
  });

  it('are told of it once all serve it, killed meanwhile again', { timeout: 4 * MINUTES }, async () => {
    await planned(third);
    const { transaction, states } = await applied(third);
    expect(states).toEqual(['committed', 'committed', 'waiting']);
    expect((await appliedWithKill(first, 'peers are told')).states.slice(1)).toEqual([
      'committed',
      'waiting',
    ]);

    const back = await rollback(third, transaction).ended;

    expect([back.code, resultOf(back).changes]).toMatchObject([
      1,
      [
        { state: 'rolled-back', ill: null },
        { state: 'refused', why: expect.stringMatching(/^m1 is reached by TLS alone/) },
      ],
    ]);
  });

  it('lose the first address only when nobody uses it any more', { timeout: 4 * MINUTES }, async () => {
    expect(await applied(second)).toMatchObject({
      states: ['nothing-to-do', 'committed', 'waiting'],
      why: expect.stringMatching(/^stage 3 of 3 waits for other members: m3 still advertises http:[^;]*$/),
    });
    expect((await applied(third)).states).toEqual(['nothing-to-do', 'committed', 'committed']);
    const LAST = ['nothing-to-do', 'nothing-to-do', 'committed'];
    expect((await applied(first)).states).toEqual(LAST);
    const { transaction, states } = await applied(second);
    expect(states).toEqual(LAST);

    const back = await rollback(second, transaction).ended;

    expect([back.code, resultOf(back).changes]).toMatchObject([0, [{ state: 'rolled-back', ill: null }]]);
    expect(await failed(second)).toEqual(RULES.map((rule) => `${rule} fail`));
    expect((await applied(second)).states).toEqual(LAST);

    for (const machine of cluster.machines) expect(await failed(machine)).toEqual([]);
    const ended = readFileSync(first.etc('/etc/etcd.env'), 'utf8');
    expect(ended).not.toContain('http://');
    expect(ended.match(/PEER_URLS=.*/g)).toEqual(
      began.match(/PEER_URLS=.*/g)?.map((one) => one.replace('http:', 'https:')),
    );
    expect(readFileSync(join(second.directory, 'etcd.conf.yaml'), 'utf8')).not.toContain('http://');
    expect((await applied(first)).transaction).toBeNull();
  });

  it('and no acknowledged write is lost', async () => {
    expect(writers.longestPause()).toBeLessThan(10_000);
    expect(writers.acknowledged()).toBeGreaterThan(500);
    expect(await writers.lost()).toEqual([]);
    console.log(
      `acknowledged writes: ${writers.acknowledged()}; longest pause: ${writers.longestPause()} ms`,
    );
  });
});
