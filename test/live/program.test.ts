import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import {
  type Cluster,
  findEtcd,
  type LaunchInput,
  startCluster,
  toArgv,
  toConfigFile,
  toEnvironment,
} from '../support/etcd.ts';
import { findingsOf, outcomes, SOUND } from './support/judge.ts';
import { kubetrue, kubetrueAskingAll } from './support/program.ts';
import { conforming } from './support/schemas.ts';

const AT = ['--at', '2026-11-26T10:00:00Z'];
const TOKEN = secret('token');
const FOREIGN = secret('variable-of-nobody');
const UNKNOWN_KEY = secret('value-of-an-unknown-key');
const DISCOVERY = secret('discovery-password');
const PASSWORD = secret('password-in-a-url');

describe('the program beside three real members full of secrets', () => {
  let cluster: Cluster;
  let pids: number[];
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'kubetrue-live-'));
    const { path } = await findEtcd('3.6.5');
    cluster = await startCluster({ binary: path, size: 3, launch: withSecrets });
    pids = cluster.members.map(({ process }) => process.pid);
  });

  afterAll(async () => {
    await cluster?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function snapshotFile(name: string, ...words: string[]): Promise<string> {
    const file = join(directory, name);
    for (let tries = 0; ; tries += 1) {
      await kubetrue(['snapshot', '--output', file, ...words]);
      if (tries === 60 || !readFileSync(file, 'utf8').includes('connections per scan is reached'))
        return file;
    }
  }

  const scan = async (...words: string[]): Promise<Report> => {
    const { stdout } = await kubetrueAskingAll(['scan', '--format', 'json', ...AT, ...words]);
    return conforming('report', JSON.parse(stdout) as Report);
  };

  test('judges and proves each of them', async () => {
    const report = await scan();

    expect(pids.map((pid) => outcomes(report, pid))).toEqual([SOUND, SOUND, SOUND]);
  });

  test('says that a kubeconfig is not there, once, and calls it no bug', async () => {
    const { code, stdout, stderr } = await kubetrue(['scan', '--kubeconfig', join(directory, 'gone')]);

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^kubetrue: no such file \[KT_KUBECONFIG\]/);
    expect(stderr).not.toContain('bug');
  });

  test('finds in a snapshot what it finds on the machine without asking', async () => {
    const file = await snapshotFile('facts.json');

    const [live, replayed] = [await scan('--prove', 'off'), await scan('--snapshot', file)];

    expect(ours(replayed, pids)).toEqual(ours(live, pids));
    expect(ours(live, pids).every(({ proof }) => proof.outcome === 'not-attempted')).toBe(true);
  });

  test('finds in a snapshot with answers what it finds on the machine', async () => {
    const file = await snapshotFile('answers.json', '--prove', 'local');

    const [live, replayed] = [await scan(), await scan('--snapshot', file)];

    expect(ours(replayed, pids).map(untimed)).toEqual(ours(live, pids).map(untimed));
    expect(pids.map((pid) => outcomes(replayed, pid))).toEqual([SOUND, SOUND, SOUND]);
  });

  test.each(['json', 'text'])('gives the same bytes twice for one snapshot and time: %s', async (format) => {
    const file = await snapshotFile('twice.json', '--prove', 'local');
    const words = ['scan', '--snapshot', file, '--format', format, ...AT];

    const [first, second] = [await kubetrue(words), await kubetrue(words)];

    expect(first.stdout).not.toBe('');
    expect(second).toEqual(first);
  });

  test('tells no secret in snapshot, report or progress', async () => {
    const file = await snapshotFile('secrets.json', '--prove', 'local');
    const written = [
      readFileSync(file, 'utf8'),
      ...(await Promise.all([
        kubetrue(['scan', ...AT]),
        kubetrue(['scan', '--format', 'json', ...AT]),
        kubetrue(['scan', '--snapshot', file, '--judge', 'letter', ...AT]),
      ]).then((runs) => runs.flatMap(({ stdout, stderr }) => [stdout, stderr]))),
    ].join('\n');

    const told = [...SECRETS, ...keyMaterial(cluster)].filter((one) => written.includes(one));

    expect(told).toEqual([]);
    const snapshot = conforming('snapshot', JSON.parse(readFileSync(file, 'utf8')) as Snapshot);
    expect(snapshot.processes.map(({ pid }) => pid)).toEqual(expect.arrayContaining(pids));
    expect(written).toContain('"(redacted)"');
  });

  test('starts no other program while it scans', async () => {
    const permitted = ['--no-warnings', '--permission', '--allow-fs-read=*', '--allow-net'];

    const { code, stdout, stderr } = await kubetrue(['scan', '--format', 'json', ...AT], {
      nodeArguments: permitted,
    });
    const denied = await kubetrue(['scan'], {
      nodeArguments: [...permitted, '--import', spawnsAtOnce(directory)],
    });

    expect(stderr).toBe('');
    expect(findingsOf(JSON.parse(stdout) as Report, pids[0] ?? 0)).toHaveLength(7);
    expect(code).not.toBe(2);
    // The permission is really withheld: whoever does start a program ends.
    expect(denied.stderr).toContain('ERR_ACCESS_DENIED');
  });
});

const SECRETS = [TOKEN, FOREIGN, UNKNOWN_KEY, DISCOVERY, PASSWORD];

/** Each member gets the same settings from another source, and each source holds secrets. */
async function withSecrets({ plan, secure }: LaunchInput) {
  const flags = {
    ...secure,
    'initial-cluster-token': TOKEN,
    'listen-client-urls': `https://user:${PASSWORD}@127.0.0.1:${plan.clientPort}`,
  };
  const env = { NOT_OF_ETCD: FOREIGN };
  if (plan.name === 'm1') return { argv: toArgv({ ...flags, 'discovery-password': DISCOVERY }), env };
  if (plan.name === 'm2') {
    return { argv: [], env: { ...env, ...toEnvironment({ ...flags, 'discovery-password': DISCOVERY }) } };
  }
  const file = join(plan.directory, 'etcd.json');
  const settings = JSON.parse(toConfigFile(flags)) as Record<string, unknown>;
  await writeFile(
    file,
    JSON.stringify({ ...settings, password: UNKNOWN_KEY, vault: { token: UNKNOWN_KEY } }),
  );
  return { argv: ['--config-file', file], env };
}

function secret(name: string): string {
  return `${name}-${randomBytes(12).toString('hex')}`;
}

/** Lines of the private keys on disk, without their frames. */
function keyMaterial({ pki }: Cluster): string[] {
  return [pki.client.server.key, pki.peer.server.key, pki.healthcheck.key].flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('-----')),
  );
}

function ours(report: Report, pids: readonly number[]): Finding[] {
  return pids.flatMap((pid) => findingsOf(report, pid));
}

/** Two rounds of questions get their answers at different times. */
function untimed(finding: Finding): Finding {
  return { ...finding, proof: { ...finding.proof, at: null } };
}

function spawnsAtOnce(directory: string): string {
  const file = join(directory, 'spawns.mjs');
  writeFileSync(file, "import { spawnSync } from 'node:child_process';\nspawnSync('true');\n");
  return file;
}
