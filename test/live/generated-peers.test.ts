import { expect, onTestFinished, test } from 'vitest';
import { type EtcdVersion, findEtcd, startCluster, without } from '../support/etcd.ts';
import { outcomes, SOUND, scanned } from './support/judge.ts';
import { launchFrom, type Source } from './support/members.ts';

// Peers with generated certificates talk to each other only, so here all members are weakened alike.
const RUNS: readonly { version: EtcdVersion; source: Source }[] = [
  { version: '3.5.21', source: 'flags' },
  { version: '3.5.21', source: 'environment' },
  { version: '3.5.21', source: 'config file' },
  { version: '3.6.5', source: 'flags' },
];

test.each(RUNS)(
  'generated peer certificates drop peer CA and switch: etcd $version, set by $source',
  async ({ version, source }) => {
    const { path } = await findEtcd(version);
    const cluster = await startCluster({
      binary: path,
      size: 3,
      launch: ({ plan, secure }) => {
        const generated = { ...without(secure, 'peer-cert-file', 'peer-key-file'), 'peer-auto-tls': 'true' };
        return launchFrom(source, generated, plan.directory);
      },
    });
    onTestFinished(cluster.stop);
    const pids = cluster.members.map(({ process }) => process.pid);

    const report = await scanned(...pids);

    const expected = {
      ...SOUND,
      '2.4': 'fail, confirmed',
      '2.5': 'fail, confirmed, letter pass',
      '2.6': 'fail, confirmed',
    };
    expect(pids.map((pid) => outcomes(report, pid))).toEqual([expected, expected, expected]);
  },
);
