import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  type EtcdProcess,
  type EtcdVersion,
  findEtcd,
  freePorts,
  startEtcd,
} from '../../../test/support/etcd.ts';
import type { Fact } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { readEtcd } from './in-force.ts';

const VERSIONS = ['3.5.21', '3.6.5', '3.7.1'] as const satisfies readonly EtcdVersion[];
/** Two more ports beside those of the base, for what needs others. */
const PORTS = 4;
const SERVING = 'ready to serve client requests';
/** What is loaded only then makes it end a moment later. */
const AFTERMATH_MS = 300;

/** Flags that a member starts with; `P1` to `P4` stand for free ports. */
const BASE = {
  name: 'm1',
  'data-dir': 'data',
  'listen-client-urls': 'http://127.0.0.1:P1',
  'advertise-client-urls': 'http://127.0.0.1:P1',
  'listen-peer-urls': 'http://127.0.0.1:P2',
  'initial-advertise-peer-urls': 'http://127.0.0.1:P2',
  'initial-cluster': 'm1=http://127.0.0.1:P2',
} as const;

type Change = Readonly<Record<string, string>>;

/** Each alone keeps etcd from starting. */
const REFUSED: readonly Change[] = [
  { name: 'm2' },
  { 'initial-cluster': '' },
  { 'initial-cluster': 'http://127.0.0.1:P2' },
  { 'initial-cluster': 'm1=http://127.0.0.1:P3' },
  { 'initial-cluster': 'm1=http://127.0.0.1:P2,m1=http://127.0.0.1:P3' },
  { 'initial-cluster': 'm1=http://127.0.0.1:P2,m2=http://127.0.0.1:P2' },
  { 'initial-cluster': 'm1=tcp://127.0.0.1:P2' },
  { 'initial-advertise-peer-urls': 'http://localhost:P2' },
  { 'initial-cluster-state': 'existing' },
  { 'discovery-srv': 'example.invalid' },
  { logger: 'capnslog' },
  { logger: '' },
  { 'log-level': 'loud' },
  { 'log-outputs': 'stderr,default' },
  { 'enable-log-rotation': 'true' },
  { 'enable-log-rotation': 'true', 'log-outputs': 'a,b' },
  { 'auto-compaction-mode': 'hourly' },
  { 'auto-compaction-retention': '-1' },
  { 'auto-compaction-retention': 'often' },
  { 'heartbeat-interval': '0' },
  { 'election-timeout': '400' },
  { 'election-timeout': '50001' },
  { 'cipher-suites': '' },
  { 'cipher-suites': 'TLS_NO_SUCH_SUITE' },
  { 'tls-min-version': 'TLS1.1' },
  { 'tls-min-version': 'TLS1.3', 'tls-max-version': 'TLS1.2' },
  { 'peer-cert-file': 'peer.crt' },
  { 'peer-cert-file': 'missing.crt', 'peer-key-file': 'missing.key' },
  { 'peer-trusted-ca-file': 'missing.crt' },
  { 'listen-client-urls': 'https://127.0.0.1:P1' },
  { 'listen-peer-urls': 'https://127.0.0.1:P2' },
  { 'listen-peer-urls': 'http://127.0.0.1:P2,http://localhost:P2' },
  { 'listen-peer-urls': 'http://0.0.0.0:P1' },
  { 'listen-metrics-urls': 'http://127.0.0.1:P1' },
  { 'listen-client-http-urls': 'http://127.0.0.1:P1' },
  { 'listen-client-urls': 'http://etcd.example:P1' },
  { 'listen-client-urls': 'http://127.0.0.1:99999' },
];

const REFUSED_FROM_3_6: readonly Change[] = [
  { 'auto-compaction-mode': '' },
  { 'log-format': 'text' },
  { 'discovery-token': 'x' },
  { 'discovery-endpoints': 'http://127.0.0.1:P3' },
  { 'feature-gates': 'LeaseCheckpointPersist=true' },
];

const REFUSED_IN_3_6: readonly Change[] = [
  { 'experimental-corrupt-check-time': '1m', 'corrupt-check-time': '1m' },
  { 'experimental-enable-lease-checkpoint-persist': 'true' },
  { 'discovery-fallback': 'proxy' },
];

/** Odd, and fine with etcd. */
const TAKEN: readonly Change[] = [
  {},
  { 'log-level': 'INFO', 'log-outputs': 'stdout' },
  { 'auto-compaction-mode': 'revision', 'auto-compaction-retention': '1h' },
  { 'initial-cluster': ',m1=http://127.0.0.1:P2,' },
  { 'listen-peer-urls': 'http://127.0.0.1:P2,http://127.0.0.1:P3' },
  { 'listen-client-urls': 'http://127.0.0.1:P1,http://127.0.0.1:P1' },
];

describe.each(VERSIONS)('etcd %s at start', (version) => {
  const refused = [
    ...REFUSED,
    ...(version === '3.5.21' ? [] : REFUSED_FROM_3_6),
    ...(version === '3.6.5' ? REFUSED_IN_3_6 : []),
  ];

  it.concurrent.each(refused)('refuses %j', async (change) => {
    const argv = await argvOf(change);

    const real = await realOutcome(version, argv);

    expect(readEtcd(factsOf(argv), version, 'first-start').outcome).toBe('refuses');
    expect(real).toBe('refuses');
  });

  it.concurrent.each(TAKEN)('takes %j', async (change) => {
    const argv = await argvOf(change);

    const reading = readEtcd(factsOf(argv), version, 'first-start');

    expect(reading).toMatchObject({ outcome: 'starts' });
    expect(await realOutcome(version, argv)).toBe('starts');
  });
});

async function argvOf(change: Change): Promise<string[]> {
  const ports = await freePorts(PORTS);
  return Object.entries({ ...BASE, ...change }).map(
    ([name, text]) =>
      `--${name}=${text.replaceAll(/P([1-4])/g, (_, digit) => String(ports[Number(digit) - 1]))}`,
  );
}

function factsOf(argv: readonly string[]): ProcessFacts {
  const origin = { kind: 'process', path: '/proc/1' } as const;
  const unknown: Fact<never> = { state: 'unreadable', at: origin, reason: 'not started' };
  const absent: Fact<never> = { state: 'absent', lookedAt: [origin] };
  return {
    pid: 1,
    component: 'etcd',
    executable: unknown,
    argv: { state: 'present', value: ['etcd', ...argv], origin },
    environment: { state: 'present', value: {}, origin },
    workingDirectory: unknown,
    startedAt: unknown,
    uid: null,
    container: null,
    sameNetworkNamespace: null,
    version: unknown,
    listeners: unknown,
    files: { data: absent, 'missing.crt': absent, 'missing.key': absent, 'peer.crt': unknown },
  };
}

async function realOutcome(version: EtcdVersion, argv: readonly string[]): Promise<'starts' | 'refuses'> {
  const { path } = await findEtcd(version);
  const cwd = await mkdtemp(join(tmpdir(), 'kubetrue-start-'));
  const etcd = await startEtcd({ binary: path, argv, cwd });
  try {
    return await outcomeOf(etcd);
  } finally {
    await etcd.stop(0);
    await rm(cwd, { recursive: true, force: true });
  }
}

async function outcomeOf(etcd: EtcdProcess): Promise<'starts' | 'refuses'> {
  const ended = etcd.exited.then(() => 'refuses' as const);
  let outcome: 'refuses' | 'waiting' = 'waiting';
  while (outcome === 'waiting' && !etcd.log().includes(SERVING)) {
    outcome = await Promise.race([ended, sleep(20, 'waiting' as const)]);
  }
  return Promise.race([ended, sleep(AFTERMATH_MS, 'starts' as const)]);
}
