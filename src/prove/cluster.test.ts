import { readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askCluster, onPort, snapshotOf } from '../../test/support/ask.ts';
import {
  type Cluster,
  type Launch,
  type LaunchInput,
  type Member,
  toArgv,
  toConfigFile,
  withCluster,
} from '../../test/support/etcd.ts';
import { prove } from './index.ts';

describe('members of a cluster', () => {
  it.each(['3.5.21', '3.6.5'] as const)('of etcd %s: every one names all three', async (version) => {
    await withCluster(version, { size: 3 }, async (cluster) => {
      const observations = await askCluster(cluster);

      const lists = observations.filter(({ method }) => method === 'MEMBERS').map(({ members }) => members);
      expect(lists).toHaveLength(3);
      for (const list of lists) {
        expect(list?.map(({ name }) => name).sort()).toEqual(['m1', 'm2', 'm3']);
        expect(list?.every(({ id, learner }) => /^[0-9a-f]{10,16}$/.test(id) && !learner)).toBe(true);
      }
    });
  });

  it('are told from learners', async () => {
    await withCluster('3.6.5', { size: 1 }, async (cluster) => {
      await addLearner(cluster, 'https://127.0.0.1:1');

      const observations = await askCluster(cluster);

      const list = observations.find(({ method }) => method === 'MEMBERS')?.members;
      expect(list?.map(({ peerURLs, learner }) => [peerURLs, learner])).toEqual(
        expect.arrayContaining([[['https://127.0.0.1:1'], true]]),
      );
      expect(list?.filter(({ learner }) => !learner)).toHaveLength(1);
    });
  });
});

describe('one member', () => {
  it("hears a stranger's certificate, and neither a key nor a write", async () => {
    await withCluster('3.6.5', { size: 1 }, async (cluster) => {
      await askCluster(cluster);
      await sleep(200);

      const rejected = rejections(only(cluster));
      const forEachPort = [
        'tls: first record does not look like a TLS handshake',
        "tls: client didn't provide a certificate",
        "tls: client didn't provide a certificate",
        'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      ];
      expect(rejected.filter(({ side }) => side === 'client').map(({ error }) => error)).toEqual(forEachPort);
      expect(rejected.filter(({ side }) => side === 'peer').map(({ error }) => error)).toEqual(forEachPort);
    });
  });

  it('is asked as itself when a file configures it', async () => {
    await withCluster('3.5.21', { size: 1, launch: inFile }, async (cluster) => {
      const observations = await askCluster(cluster);

      expect(onPort(observations, only(cluster).clientPort)).toContain('POSITIVE TLSv1.3: answered 200');
      expect(onPort(observations, only(cluster).peerPort)).toContain('MEMBERS TLSv1.3: answered 200');
    });
  });

  it('is asked as itself when its paths are relative', async () => {
    const launch = ({ secure }: LaunchInput): Launch => ({
      argv: toArgv({ ...secure, 'peer-cert-file': '../pki/peer.crt', 'peer-key-file': '../pki/peer.key' }),
      env: {},
    });
    await withCluster('3.6.5', { size: 1, launch }, async (cluster) => {
      const observations = await askCluster(cluster);

      expect(onPort(observations, only(cluster).peerPort)).toContain('MEMBERS TLSv1.3: answered 200');
    });
  });

  it('whose key is gone refuses everybody, which says nothing about strangers', async () => {
    await withCluster('3.6.5', { size: 1 }, async (cluster) => {
      rmSync(cluster.pki.peer.server.key);

      const observations = await askCluster(cluster);

      expect(onPort(observations, only(cluster).peerPort)).toEqual([
        'PLAIN: closed',
        'NOCERT TLSv1.3: refused: internal_error',
        'NOCERT TLSv1.2: refused: internal_error',
      ]);
    });
  });

  it('that speaks TLS 1.2 alone is asked in it', async () => {
    const launch = ({ secure }: LaunchInput): Launch => ({
      argv: toArgv({ ...secure, 'tls-max-version': 'TLS1.2' }),
      env: {},
    });
    await withCluster('3.6.5', { size: 1, launch }, async (cluster) => {
      const observations = await askCluster(cluster);

      expect(onPort(observations, only(cluster).clientPort)).toEqual([
        'PLAIN: closed',
        'NOCERT TLSv1.3: refused: protocol_version',
        'NOCERT TLSv1.2: refused for the certificate',
        'WRONGCA TLSv1.2: refused for the certificate',
        'POSITIVE TLSv1.2: answered 200',
      ]);
    });
  });

  it('presents its certificate to every handshake', async () => {
    await withCluster('3.6.5', { size: 1 }, async (cluster) => {
      const observations = await askCluster(cluster);

      const leaves = observations.filter(({ tls }) => tls !== null).map(({ leaf }) => leaf);
      expect(new Set(leaves.map((leaf) => `${leaf?.subject} from ${leaf?.issuer}`))).toEqual(
        new Set([
          'O=kubetrue demo, CN=etcd from CN=etcd client CA',
          'O=kubetrue demo, CN=etcd from CN=etcd peer CA',
        ]),
      );
      expect(leaves.every((leaf) => leaf?.selfSigned === false)).toBe(true);
    });
  });

  it('that has ended is not asked, whoever has its ports now', async () => {
    const snapshot = await withCluster('3.6.5', { size: 1 }, snapshotOf);

    const observations = await prove(snapshot, { now: () => new Date(), toolVersion: '0' });

    expect(observations.map(({ answer }) => answer)).toEqual([
      { kind: 'not-attempted', reason: 'the process ended before it was asked' },
    ]);
  });
});

function only(cluster: Cluster): Member {
  const [member] = cluster.members;
  if (member === undefined) throw new Error('a cluster without members');
  return member;
}

async function inFile({ secure, plan }: LaunchInput): Promise<Launch> {
  const path = join(plan.directory, 'etcd.yaml');
  await writeFile(path, toConfigFile(secure));
  return { argv: [`--config-file=${path}`], env: {} };
}

function rejections(member: Member): { side: string; error: string }[] {
  return member.process
    .log()
    .split('\n')
    .filter((line) => line.includes('"rejected connection on '))
    .map((line) => JSON.parse(line))
    .map(({ msg, error }) => ({ side: msg.includes('peer') ? 'peer' : 'client', error }));
}

function addLearner(cluster: Cluster, peerUrl: string): Promise<void> {
  const body = JSON.stringify({ peerURLs: [peerUrl], isLearner: true });
  const { healthcheck, client } = cluster.pki;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  request(
    `https://127.0.0.1:${only(cluster).clientPort}/v3/cluster/member/add`,
    {
      method: 'POST',
      ca: readFileSync(client.authority),
      cert: readFileSync(healthcheck.certificate),
      key: readFileSync(healthcheck.key),
    },
    (response) => {
      response.resume();
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}`)),
      );
    },
  )
    .once('error', reject)
    .end(body);
  return promise;
}
