import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createClusterPki } from '../../src/cli/demo/cluster-pki.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import {
  type EtcdProcess,
  findEtcd,
  type MemberPlan,
  memberFlags,
  mutualTlsFlags,
  startEtcd,
  toArgv,
} from '../support/etcd.ts';
import { factsOf, findingOf, judge, proved, scanned } from './support/judge.ts';
import { startMembers } from './support/members.ts';

const CONTROLS = ['2.1', '2.2', '2.3', '2.4', '2.5', '2.6'];

test('a member that is stopped answers nothing: the static verdicts stay, unproved', async () => {
  const members = await startMembers('3.5.21');
  onTestFinished(members.stop);
  const pid = members.cluster.members[0]?.process.pid ?? 0;
  // Its sockets stay open and the kernel still accepts: a port that never answers.
  process.kill(pid, 'SIGSTOP');
  onTestFinished(() => void process.kill(pid, 'SIGCONT'));

  const report = await scanned(pid);

  for (const control of CONTROLS) {
    const { status, proof } = findingOf(report, pid, control);
    expect({ status, outcome: proof.outcome }).toEqual({ status: 'pass', outcome: 'inconclusive' });
    expect(proof.observed).toMatch(/gave no answer that decides it/);
  }
});

test('a member that ends before it is asked keeps its static verdicts, and the proof says why it was not attempted', async () => {
  const members = await startMembers('3.5.21');
  onTestFinished(members.stop);
  const [first] = members.cluster.members;
  const pid = first?.process.pid ?? 0;
  const facts = await factsOf([pid]);
  await first?.process.stop(0);

  const report = judge(await proved(facts));

  for (const control of CONTROLS) {
    expect(findingOf(report, pid, control)).toMatchObject({
      status: 'pass',
      proof: {
        outcome: 'not-attempted',
        observed: 'No probe was sent: the process ended before it was asked.',
      },
    });
  }
});

test('a member in another network namespace is judged and not asked', async () => {
  const process = await startApart();
  const facts = await onceListening(process);

  if (facts === null) {
    // Where no namespace may be made there is nothing to judge, and unshare says so.
    expect(process.log()).toMatch(/unshare: .*(Operation not permitted|No space left|Invalid argument)/);
    return;
  }
  const report = judge(await proved(facts));

  for (const control of CONTROLS) {
    expect(findingOf(report, process.pid, control)).toMatchObject({
      status: 'pass',
      proof: {
        outcome: 'not-attempted',
        observed: 'No probe was sent: it listens in another network namespace.',
      },
    });
  }
});

/** One of three members, alone in a network without even a loopback address; it opens its ports all the same. */
async function startApart(): Promise<EtcdProcess> {
  const directory = mkdtempSync(join(tmpdir(), 'kubetrue-apart-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const plan: MemberPlan = { name: 'm1', directory, clientPort: 2379, peerPort: 2380 };
  const others = ['m2', 'm3'].map((name, index) => ({ ...plan, name, peerPort: 2381 + index }));
  const flags = {
    ...memberFlags(plan, [plan, ...others], 'https'),
    ...mutualTlsFlags(await createClusterPki(join(directory, 'pki'))),
    'listen-client-urls': 'https://0.0.0.0:2379',
    'listen-peer-urls': 'https://0.0.0.0:2380',
  };
  const { path } = await findEtcd('3.5.21');
  const member = await startEtcd({
    binary: '/usr/bin/unshare',
    argv: ['--map-root-user', '--net', path, ...toArgv(flags)],
    cwd: directory,
  });
  onTestFinished(() => member.stop(0));
  return member;
}

/** Facts of the member once both its ports are open; null when it has ended. */
async function onceListening({ pid, exited }: EtcdProcess): Promise<Snapshot | null> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  while (!ended) {
    const facts = await factsOf([pid]);
    const listeners = facts.processes[0]?.listeners;
    if (listeners?.state === 'present' && listeners.value.length === 2) return facts;
    await sleep(50);
  }
  return null;
}
