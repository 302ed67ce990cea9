import { rm } from 'node:fs/promises';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { withOwners } from '../../src/cli/conflicts.ts';
import type { Report } from '../../src/model/finding.ts';
import { makeThrowaway } from '../../src/prove/throwaway.ts';
import { findEtcd, freePorts, startEtcd, toArgv } from '../support/etcd.ts';
import { factsOf, findingOf, judge, proved } from './support/judge.ts';
import { type Members, member, restarted, startMembers } from './support/members.ts';

const INDEX = 0;
/** Each connection goes to one of those that share a port, by chance. */
const TRIES = 20;

describe('a port that a member of etcd shares', () => {
  let members: Members;
  let pid: number;
  let port: number;

  beforeAll(async () => {
    members = await startMembers('3.6.5');
    port = member(members.cluster, INDEX).clientPort;
    const flags = { ...members.secure(INDEX), 'socket-reuse-port': 'true' };
    pid = (await restarted(members, INDEX, 'flags', flags)).pid;
  });

  afterAll(() => members?.stop());

  /** Facts, answers and who took the connections, asked again until what shares the port has answered. */
  async function untilContradicted(): Promise<Report> {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const facts = await proved(await factsOf([pid]));
      const { findings } = judge(facts);
      if (findings.some(({ status }) => status === 'conflict'))
        return judge(await withOwners(facts, findings));
    }
    throw new Error(`the other process answered none of ${TRIES} scans`);
  }

  test('with an older one that lets everybody in: the older one is named', async () => {
    const { path: binary } = await findEtcd('3.6.5');
    const directory = `${member(members.cluster, INDEX).directory}-older`;
    const [peer = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const argv = toArgv({
      ...{ 'data-dir': directory, 'listen-client-urls': url, 'advertise-client-urls': url },
      ...{ 'listen-peer-urls': `http://127.0.0.1:${peer}`, 'socket-reuse-port': 'true' },
    });
    const older = await startEtcd({ binary, argv, env: {}, cwd: '/' });
    onTestFinished(async () => {
      await older.stop(0);
      await rm(directory, { recursive: true, force: true });
    });

    const { reason, proof } = findingOf(await untilContradicted(), pid, '2.2');

    expect(proof.outcome).toBe('contradicted');
    expect(reason).toContain(
      `Another process may have answered: 127.0.0.1:${port} is also listened on by ${older.pid} (etcd)`,
    );
  });

  test('with a proxy that ends TLS: the proxy is named', async () => {
    const { certificate: cert, key } = await makeThrowaway(new Date());
    const proxy = createServer({ cert, key }, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'));
    });
    proxy.on('tlsClientError', () => {});
    const { promise, resolve } = Promise.withResolvers<void>();
    proxy.listen({ host: '127.0.0.1', port, reusePort: true }, resolve);
    await promise;
    onTestFinished(() => {
      proxy.close();
    });

    const { reason, proof } = findingOf(await untilContradicted(), pid, '2.2');

    expect(proof.outcome).toBe('contradicted');
    expect(reason).toContain(`127.0.0.1:${port} is also listened on by ${process.pid} (`);
  });

  test('with nobody: its own word is taken', async () => {
    const facts = await proved(await factsOf([pid]));

    expect(findingOf(judge(facts), pid, '2.2').status).toBe('pass');
    expect(await withOwners(facts, judge(facts).findings)).toBe(facts);
  });
});
