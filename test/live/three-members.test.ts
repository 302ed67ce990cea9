import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cluster, type EtcdVersion, findEtcd, startCluster } from '../support/etcd.ts';
import { findingOf, outcomes, SOUND, scanned } from './support/judge.ts';

describe.each<EtcdVersion>(['3.5.21', '3.6.5'])('three members of etcd %s with certificates', (version) => {
  let cluster: Cluster;

  beforeAll(async () => {
    const { path } = await findEtcd(version);
    cluster = await startCluster({ binary: path, size: 3 });
  });

  afterAll(() => cluster?.stop());

  test('pass and are proved, each of them', async () => {
    const pids = cluster.members.map(({ process }) => process.pid);

    const report = await scanned(...pids);

    expect(pids.map((pid) => outcomes(report, pid))).toEqual([SOUND, SOUND, SOUND]);
    expect(report.coverage).toMatchObject({ evaluated: 18, expected: 21 });
  });

  test('are told apart by name and version, and counted by the live member list', async () => {
    const pids = cluster.members.map(({ process }) => process.pid);

    const report = await scanned(...pids);

    const found = pids.map((pid) => findingOf(report, pid, '2.5'));
    expect(found.map(({ target }) => target)).toMatchObject([
      { name: 'm1', version },
      { name: 'm2', version },
      { name: 'm3', version },
    ]);
    expect(
      found.map(({ evidence }) => evidence.find(({ setting }) => setting === 'voting members')),
    ).toMatchObject(
      Array(3).fill({
        value: 3,
        origin: { kind: 'probe', method: 'MEMBERS' },
        note: 'By the live member list.',
      }),
    );
  });
});
