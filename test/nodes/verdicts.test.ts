import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { conforming } from '../live/support/schemas.ts';
import { type Node, upNode } from './node.ts';
import { byControl, byRule, scan, verdictOf, withStatus } from './scan.ts';
import { CONTROL_PLANE } from './verdicts/control-plane.ts';
import { secretsOf } from './verdicts/secrets.ts';

const KUBETRUE = fileURLToPath(new URL('../../bin/kubetrue.js', import.meta.url));
const AT = ['--at', '2026-11-26T10:00:00Z'];
/** Kept by a person with the benchmark in hand: what the API cannot know. */
const MOST_MANUAL = 6;
const PERMITTED = ['--no-warnings', '--permission', '--allow-fs-read=*', '--allow-net'];

let node: Node;
let directory: string;
let report: Report;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kubetrue-verdicts-'));
  node = await upNode();
  report = await scan(node);
});

afterAll(async () => {
  await node?.down();
  rmSync(directory, { recursive: true, force: true });
});

describe('a control plane that kubeadm 1.34.1 has made', () => {
  it('gets the verdict on each control that a look at it by hand gives', () => {
    expect(report.benchmark).toMatchObject({ name: 'cis-kubernetes', version: '1.12' });
    expect(Object.keys(CONTROL_PLANE)).toHaveLength(131);

    expect(byControl(report)).toEqual(CONTROL_PLANE);
  });

  it('leaves nothing unjudged, and little to a person', () => {
    expect(withStatus(report, 'unknown', 'error', 'conflict')).toEqual([]);
    expect(withStatus(report, 'manual').length).toBeLessThanOrEqual(MOST_MANUAL);
    expect(report.coverage).toEqual({ evaluated: 131, expected: 131, gaps: [] });
  });

  it('has evidence behind every pass and every fail', () => {
    const bare = report.findings.filter(
      ({ status, evidence, reason }) =>
        reason === '' || (status !== 'not-applicable' && evidence.length === 0),
    );

    expect(bare.map((finding) => `${finding.rule}: ${verdictOf(finding)}`)).toEqual([]);
  });

  it('is judged from a snapshot as on the spot, to the byte each time', async () => {
    const file = join(directory, 'node.json');
    await node.kubetrue(['snapshot', '--prove', 'local', '--output', file]);
    const words = ['scan', '--snapshot', file, '--format', 'json', ...AT];

    const [first, second] = [await node.kubetrue(words), await node.kubetrue(words)];

    expect(second).toEqual(first);
    const replayed = conforming('report', JSON.parse(first.stdout) as Report);
    expect(byRule(replayed)).toEqual(byRule(report));
    conforming('snapshot', JSON.parse(readFileSync(file, 'utf8')) as Snapshot);
  });

  it('gives away nothing secret', async () => {
    await node.must(['kubectl', 'apply', '-f', '-'], { input: TOKEN_SECRET });
    await node.must(['kubectl', 'create', 'token', 'default']);
    const secrets = await secretsOf(node);

    const told = [
      await node.kubetrue(['snapshot', '--prove', 'local']),
      await node.kubetrue(['scan', '--format', 'json', '--prove', 'deep']),
      await node.kubetrue(['snapshot', '--prove', 'deep']),
      await node.kubetrue(['scan']),
    ].flatMap(({ stdout, stderr }) => [stdout, stderr]);

    expect(secrets.length).toBeGreaterThan(100);
    expect(told[0]).toContain('"bootstrapTokens"');
    expect(secrets.filter((secret) => told.some((text) => text.includes(secret)))).toEqual([]);
  });

  it('is judged without starting another program', async () => {
    const argv = [process.execPath, ...PERMITTED, KUBETRUE, 'scan', '--format', 'json'];

    const { stdout, stderr } = await node.exec(argv);

    expect(stderr).toBe('');
    expect(withStatus(JSON.parse(stdout) as Report, 'unknown', 'error')).toEqual([]);
  });
});

const TOKEN_SECRET = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'kubernetes.io/service-account-token',
  metadata: {
    name: 'long-lived',
    namespace: 'kube-system',
    annotations: { 'kubernetes.io/service-account.name': 'default' },
  },
});

describe('a worker of it', () => {
  let worker: Node;
  let ofWorker: Report;

  beforeAll(async () => {
    worker = await upNode({ join: node });
    ofWorker = await scan(worker);
  });

  afterAll(async () => {
    await worker?.down();
  });

  const ofSection = (beginning: string, of: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(of).filter(([control]) => control.startsWith(beginning)));

  it('has the kubelet and the proxy that kubeadm gives every node', () => {
    expect(ofSection('4.', byControl(ofWorker))).toEqual(ofSection('4.', CONTROL_PLANE));
  });

  it.each(['1.', '2.', '3.2.'])('is not judged by %s, which is about a control plane', (section) => {
    const verdicts = ofSection(section, byControl(ofWorker));
    const { '1.1.9': mode, '1.1.10': owner, ...others } = verdicts;

    // CNI files lie on every node.
    expect([mode, owner]).toEqual(section === '1.' ? ['fail', 'pass'] : [undefined, undefined]);
    expect(new Set(Object.values(others))).toEqual(new Set(['not-applicable']));
  });

  it('does not vouch for a cluster that its kubelet may not look at', () => {
    const ofCluster = ofWorker.findings.filter(({ target }) => target.kind === 'cluster');

    expect(ofCluster.length).toBeGreaterThan(30);
    expect(ofCluster.filter(({ status }) => status !== 'unknown')).toEqual([]);
    expect(ofCluster.filter(({ reason }) => !/403|may not list/.test(reason))).toEqual([]);
  });

  it('does not vouch for a cluster that nobody asked', async () => {
    const alone = await scan(worker, ['--no-cluster']);

    const { '5.1.1': admins, '5.2.2': privileged, ...rest } = byControl(alone);
    expect([admins, privileged]).toEqual(['unknown', 'unknown']);
    expect(ofSection('4.', rest)).toEqual(ofSection('4.', CONTROL_PLANE));
  });
});

describe('a control plane that kubeadm 1.31.0 has made', () => {
  let older: Node;

  beforeAll(async () => {
    older = await upNode({ version: '1.31.0', hostname: 'cp1' });
  });

  afterAll(async () => {
    await older?.down();
  });

  it('gets the same verdicts by the benchmark of its time', async () => {
    const ofOlder = await scan(older);

    expect(ofOlder.benchmark.version).toBe('1.11');
    expect(byRule(ofOlder)).toEqual({ ...byRule(report), ...ONLY_IN_1_11 });
  });
});

/** Rules that 1.12 no longer has. */
const ONLY_IN_1_11 = {
  // The unit file has no IPAddressDeny.
  'kubelet-ip-address-deny': 'fail',
  'cluster-pod-caps-added': 'not-applicable',
};
