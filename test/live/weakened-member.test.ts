import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EtcdVersion, freePorts } from '../support/etcd.ts';
import { outcomes, SOUND, scanned } from './support/judge.ts';
import { type Members, member, restarted, type Source, startMembers } from './support/members.ts';
import { WEAKENINGS } from './support/weakenings.ts';

const RUNS: readonly { version: EtcdVersion; sources: readonly Source[] }[] = [
  { version: '3.5.21', sources: ['flags', 'environment', 'config file'] },
  { version: '3.6.5', sources: ['flags'] },
];

describe.each(RUNS)('a member of etcd $version', ({ version, sources }) => {
  let members: Members;

  beforeAll(async () => {
    members = await startMembers(version);
  });

  afterAll(() => members?.stop());

  // Each source has a member of its own. A row mends what the row before weakened; the last one mends all.
  describe.each(sources.map((source, index) => ({ source, index })))(
    'set by $source',
    ({ source, index }) => {
      test.each(WEAKENINGS)('turns verdict and proof: $name', async ({ change, env, expected }) => {
        const [port = 0] = await freePorts(1);
        const flags = change(members.secure(index), member(members.cluster, index), port);
        const { pid } = await restarted(members, index, source, flags, env?.(members.cluster.pki));

        const report = await scanned(pid);

        expect(outcomes(report, pid)).toEqual({ ...SOUND, ...expected });
      });

      test('is sound again once all is mended', async () => {
        const { pid } = await restarted(members, index, source, members.secure(index));

        const report = await scanned(pid);

        expect(outcomes(report, pid)).toEqual(SOUND);
      });
    },
  );
});
