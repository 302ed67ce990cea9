import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../../src/cli/demo/cluster-ports.ts';
import { apiServerPki } from '../../../src/components/kube-apiserver/command-line.ts';
import { apiServerFlags } from '../../../src/components/kube-apiserver/flags.ts';
import { flagAt } from '../../../src/components/kubernetes/flag-table.ts';
import { runningApiServer } from '../../support/api-server.ts';
import { findEtcd } from '../../support/etcd.ts';
import { type Program, start } from '../program.ts';
import { type Binary, findApiServers, openPlace } from './campaign.ts';
import { prepare } from './launch.ts';

const VERSIONS = ['1.34.1'] as const;
const PATIENCE_MS = 60_000;
const GONE = '/nonexistent/gone';

let binaries: readonly Binary[] = [];
let opened: Awaited<ReturnType<typeof openPlace>>;
/** Some files are read only once the storage is there. */
let etcd: Program;
let etcdUrl = '';

beforeAll(async () => {
  binaries = await findApiServers(VERSIONS, () => {});
  opened = await openPlace();
  const [client, peer] = await freePorts(2);
  etcdUrl = `http://127.0.0.1:${client}`;
  const peerUrl = `http://127.0.0.1:${peer}`;
  const argv = [
    `--data-dir=${join(opened.place.root, 'etcd')}`,
    ...[`--listen-client-urls=${etcdUrl}`, `--advertise-client-urls=${etcdUrl}`],
    ...[`--listen-peer-urls=${peerUrl}`, `--initial-advertise-peer-urls=${peerUrl}`],
    `--initial-cluster=default=${peerUrl}`,
  ];
  etcd = start((await findEtcd('3.6.5')).path, opened.place.root, { argv, env: {}, files: {} });
});

afterAll(async () => {
  await etcd?.kill();
  opened?.close();
});

/** Flags beside which a missing file is looked for at all. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  'etcd-certfile': ['--etcd-keyfile={dir}/tls.key'],
  'etcd-keyfile': ['--etcd-certfile={dir}/tls.crt'],
  'kubelet-client-certificate': ['--kubelet-client-key={dir}/tls.key'],
  'kubelet-client-key': ['--kubelet-client-certificate={dir}/tls.crt'],
  'oidc-ca-file': ['--oidc-issuer-url=https://127.0.0.1:1', '--oidc-client-id=cluster'],
  'proxy-client-cert-file': ['--proxy-client-key-file={dir}/tls.key'],
  'proxy-client-key-file': ['--proxy-client-cert-file={dir}/tls.crt'],
  'tls-cert-file': ['--tls-private-key-file={dir}/tls.key'],
  'tls-private-key-file': ['--tls-cert-file={dir}/tls.crt'],
};

/** Looked at only where API servers ask each other, which is an alpha feature. */
const NOT_ALWAYS = ['peer-ca-file'];

function flagsOf(version: string): string[] {
  const minor = Number(version.split('.')[1]);
  return [...apiServerPki]
    .filter(([, holds]) => holds !== 'pairs')
    .map(([flag]) => flag)
    .filter((flag) => flagAt(apiServerFlags, flag, minor) !== undefined && !NOT_ALWAYS.includes(flag));
}

/** The last words of an API server that is told to use a file which is not there; null when it goes on. */
async function lastWords(version: string, flag: string): Promise<string | null> {
  const binary = binaries.find((one) => one.version === version)?.path ?? '';
  const [port = 0] = await freePorts(1);
  const args = [
    `--etcd-servers=${etcdUrl}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    '--service-account-key-file={dir}/sa.pub',
    '--service-account-signing-key-file={dir}/sa.key',
    ...(BESIDE[flag] ?? []),
    `--${flag}=${GONE}`,
  ];
  const draw = { args: [args], files: opened.place.materials };
  const launch = prepare(draw, join(opened.place.root, `${version}-${flag}`), port);
  const program = start(binary, launch.directory, { argv: [...launch.argv], env: {}, files: {} });
  await Promise.race([program.exited, sleep(PATIENCE_MS, undefined, { ref: false })]);
  const ended = program.exit() !== null;
  if (!ended) await program.kill();
  return ended ? program.log() : null;
}

describe.each(VERSIONS)('an API server of %s that names a file which is not there', (version) => {
  it.each(flagsOf(version))('by --%s does not start', async (flag) => {
    expect(await lastWords(version, flag)).toContain(`open ${GONE}: no such file or directory`);
  });
});

it.each(flagsOf('1.34.1'))('--%s of one that runs is told as broken', (flag) => {
  const candidate = runningApiServer({
    args: [...(BESIDE[flag] ?? []), `--${flag}=${GONE}`],
    files: { '/etc/kubernetes/pki/sa.pub': '', '/etc/kubernetes/pki/sa.key': '' },
  });
  // A key is not looked for, because a capture may well leave it out.
  const looked = apiServerPki.get(flag) !== 'private key';

  expect(candidate.setting(flag).undecided?.status).toBe(looked ? 'error' : undefined);
});
