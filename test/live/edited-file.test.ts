import { chmod, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueIfPresent } from '../../src/model/fact.ts';
import { type Flags, freePorts, toConfigFile, without } from '../support/etcd.ts';
import { factsOf, findingOf, judge, outcomes, SOUND, scanned } from './support/judge.ts';
import { type Members, member, restarted, startMembers } from './support/members.ts';

const INDEX = 0;
const CONTROLS = ['2.1', '2.2', '2.3', '2.4', '2.5', '2.6'];

describe('a configuration file that changed after its member started', () => {
  let members: Members;
  let file: string;
  let sound: Flags;

  beforeAll(async () => {
    members = await startMembers('3.5.21');
    file = `${member(members.cluster, INDEX).directory}/etcd.conf.yaml`;
    sound = members.secure(INDEX);
  });

  afterAll(() => members?.stop());

  /** Starts the member from the one file and then puts the other in its place, with a time well after the start. */
  async function edited(ran: Flags, now: Flags): Promise<number> {
    const { pid } = await restarted(members, INDEX, 'config file', ran);
    await writeFile(file, toConfigFile(now));
    await touch(file);
    return pid;
  }

  const HOLES: readonly { name: string; weaken(flags: Flags, port: number): Flags; turned: string[] }[] = [
    {
      name: 'no client certificates',
      weaken: (flags) => without(flags, 'client-cert-auth', 'trusted-ca-file'),
      turned: ['2.2'],
    },
    {
      name: 'a generated client certificate',
      weaken: (flags) => ({ ...without(flags, 'cert-file', 'key-file'), 'auto-tls': 'true' }),
      turned: ['2.1', '2.2', '2.3'],
    },
    {
      name: 'a plain-http peer listener',
      weaken: (flags, port) => ({
        ...flags,
        'listen-peer-urls': `${flags['listen-peer-urls']},http://127.0.0.1:${port}`,
      }),
      turned: ['2.4', '2.5'],
    },
  ];

  test.each(HOLES)('and was mended is a conflict while the hole runs: $name', async ({ weaken, turned }) => {
    const [port = 0] = await freePorts(1);
    const pid = await edited(weaken(sound, port), sound);

    const report = await scanned(pid);

    for (const control of turned) {
      const finding = findingOf(report, pid, control);
      expect(finding).toMatchObject({ status: 'conflict', proof: { outcome: 'contradicted' } });
      expect(finding.reason).toMatch(/^What was read would be a pass: .* A restart is pending\.$/);
    }
  });

  test.each(HOLES)(
    'and was weakened is a conflict while the member is sound: $name',
    async ({ weaken, turned }) => {
      const [port = 0] = await freePorts(1);
      const pid = await edited(sound, weaken(sound, port));

      const report = await scanned(pid);

      for (const control of turned) {
        const finding = findingOf(report, pid, control);
        expect(finding).toMatchObject({ status: 'conflict', proof: { outcome: 'contradicted' } });
        expect(finding.reason).toMatch(/^What was read would be a fail: .* A restart is pending\.$/);
      }
    },
  );

  test('decides nothing without a probe, and both times are told', async () => {
    const pid = await edited(sound, sound);
    const facts = await factsOf([pid]);

    const report = judge(facts);

    const started = valueIfPresent(facts.processes[0]?.startedAt);
    for (const control of CONTROLS) {
      const finding = findingOf(report, pid, control);
      expect(finding).toMatchObject({ status: 'unknown', proof: { outcome: 'not-attempted' } });
      expect(finding.reason).toContain(`${file} changed at ${CHANGED.toISOString()}`);
      expect(finding.reason).toContain(`the process started at ${started}`);
    }
  });

  test('but says the same as before passes where the probes show it', async () => {
    const pid = await edited(sound, sound);

    const report = await scanned(pid);

    expect(outcomes(report, pid)).toEqual(SOUND);
    expect(findingOf(report, pid, '2.2').reason).toContain('The probes show that the same is in force.');
  });

  test('by a rename shows by the birth of its inode, whatever its mtime says', async () => {
    const { pid } = await restarted(members, INDEX, 'config file', sound);
    await sleep(BEYOND_TOLERANCE_MS);
    await writeFile(`${file}.new`, await readFile(file));
    await utimes(`${file}.new`, OLD, OLD);
    await rename(`${file}.new`, file);

    const report = judge(await factsOf([pid]));

    expect(findingOf(report, pid, '2.2').status).toBe('unknown');
    expect(findingOf(report, pid, '2.2').reason).toContain(`${file} changed at `);
  });

  test('in its mode only keeps the verdict, and the evidence mentions it', async () => {
    const { pid } = await restarted(members, INDEX, 'config file', sound);
    await sleep(BEYOND_TOLERANCE_MS);
    await chmod(file, 0o600);

    const report = judge(await factsOf([pid]));

    const finding = findingOf(report, pid, '2.2');
    expect(finding.status).toBe('pass');
    expect(finding.evidence.find(({ setting }) => setting === 'client-cert-auth')?.note).toMatch(
      /^Mode, owner or name of the file changed at /,
    );
  });
});

/** Far ahead of any start in these tests. */
const CHANGED = new Date('2099-01-01T00:00:00.000Z');
const OLD = new Date('2020-01-01T00:00:00.000Z');
/** A process's start is known to two seconds. */
const BEYOND_TOLERANCE_MS = 2_500;

function touch(path: string): Promise<void> {
  return utimes(path, CHANGED, CHANGED);
}
