import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Access, accessTo, toOwn } from '../../src/remediate/etcd/access.ts';
import { call } from '../../src/remediate/etcd/gateway.ts';
import { whyUnsound } from '../../src/remediate/etcd/judge.ts';
import { lookAt } from '../../src/remediate/etcd/look.ts';
import type { Survey } from '../../src/remediate/etcd/survey.ts';
import { until } from '../nodes/until.ts';
import {
  type Cluster,
  type Flags,
  findEtcd,
  freePorts,
  type Member,
  memberFlags,
  mutualTlsFlags,
  startCluster,
  startEtcd,
  toArgv,
  untilServing,
  without,
} from '../support/etcd.ts';
import { factsOf } from './support/judge.ts';

const CLUSTER = ['initial-cluster', 'initial-advertise-peer-urls'];
let cluster: Cluster;
let binary: string;
let ports: number[];

beforeAll(async () => {
  ({ path: binary } = await findEtcd('3.6.5'));
  ports = await freePorts(3);
  cluster = await startCluster({
    binary,
    size: 3,
    launch: ({ plan, all, secure }) => ({
      argv: toArgv(before(secure, memberFlags(plan, all, 'http'))),
      env: {},
    }),
  });
});

afterAll(async () => {
  await Promise.all((cluster?.members ?? []).map(({ process }) => process.stop(0)));
  await cluster?.stop();
});

/** Clients over TLS, peers without. */
function before(secure: Flags, plain: Flags): Flags {
  const peers = Object.keys(secure).filter((name) => name.startsWith('peer-'));
  return {
    ...without(secure, ...peers),
    'listen-peer-urls': plain['listen-peer-urls'] ?? '',
    ...Object.fromEntries(CLUSTER.map((name) => [name, plain[name] ?? ''])),
  };
}

/** Both addresses, or the new one alone; what `--initial-*` says is not read by a member that has data. */
function after(member: Member, index: number, both: boolean): Flags {
  const plain = memberFlags(member, cluster.members, 'http');
  const secure = { ...memberFlags(member, cluster.members, 'https'), ...mutualTlsFlags(cluster.pki) };
  const urls = [...(both ? [plain['listen-peer-urls']] : []), secondUrl(index)];
  const kept = Object.fromEntries(CLUSTER.map((name) => [name, plain[name] ?? '']));
  return { ...secure, ...kept, 'listen-peer-urls': urls.join(',') };
}

function secondUrl(index: number): string {
  return `https://127.0.0.1:${ports[index]}`;
}

async function restarted(both: boolean): Promise<void> {
  for (const [index, member] of cluster.members.entries()) {
    await member.process.stop();
    member.process = await startEtcd({
      binary,
      argv: toArgv(after(member, index, both)),
      cwd: member.directory,
    });
    await untilServing(member.process);
    await untilSound(`m${index + 1} is back`);
  }
}

async function accessOf(index: number): Promise<Access> {
  const { processes } = await factsOf([cluster.members[index]?.process.pid ?? 0]);
  const access = processes[0] === undefined ? 'no facts' : accessTo(processes[0], 'kubetrue/0');
  if (typeof access === 'string') throw new Error(access);
  return access;
}

async function untilSound(what: string): Promise<Survey> {
  const access = await accessOf(0);
  let reason: string | null = null;
  return until(
    what,
    30_000,
    async () => {
      const seen = await lookAt(access);
      reason = typeof seen === 'string' ? seen : whyUnsound(seen);
      return typeof seen !== 'string' && reason === null ? seen : null;
    },
    () => reason ?? '',
  );
}

it('peers of a running cluster go from http to https by a second address, as docs/fixes.md says', {
  timeout: 180_000,
}, async () => {
  await untilSound('the cluster is sound');

  await restarted(true);
  const access = await accessOf(0);
  for (const index of cluster.members.keys()) {
    const { members } = await untilSound('the cluster is sound between two updates');
    const ID = members.find(({ name }) => name === `m${index + 1}`)?.id;
    const updated = await call(toOwn(access, '/v3/cluster/member/update'), {
      ID,
      peerURLs: [secondUrl(index)],
    });
    expect(updated).toMatchObject({ members: expect.any(Array) });
  }
  await untilSound('all are connected by the new addresses');
  await restarted(false);

  const { members } = await untilSound('the cluster is sound without http');
  expect(members.flatMap(({ peerUrls }) => peerUrls).sort()).toEqual([0, 1, 2].map(secondUrl).sort());
});
