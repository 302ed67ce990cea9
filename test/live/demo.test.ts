import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { HIGHLIGHTED } from '../../src/cli/demo/highlights.ts';
import { readSnapshot } from '../../src/collect/snapshot-file.ts';
import type { Evidence, Finding } from '../../src/model/finding.ts';
import { judgeSnapshot } from '../captures/verdicts.ts';
import { kubetrue } from './support/program.ts';

const FILE = fileURLToPath(new URL('../../content/demo/control-plane.json', import.meta.url));

describe('kubetrue demo', () => {
  test('shows the whole benchmark on the recorded node, with exit code 0', async () => {
    const { code, stdout, stderr } = await kubetrue(['demo']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('node cp-1 · Kubernetes 1.34.1 (kubeadm)');
    expect(stdout).toContain('131 controls: 72 pass, 48 fail, 1 conflict, 1 unknown, 4 manual, 5 not\n');
    expect(stdout).toContain('\n  evidence: 58 proved by asking what runs, 62 read\n');
    expect(stdout).toMatch(/\netcd 3\.6\.\d · cp-1 [\s\S]*≠ 2\.2 .*\n[\s\S]*A restart is pending\./);
  });

  test('ends with what to read first, and what to do next', async () => {
    const { stdout } = await kubetrue(['demo']);
    const end = stdout.slice(stdout.indexOf('What reads well on this node and is not so:'));

    expect(end.split('\n').filter((line) => /^ {2}[≠✖] /.test(line))).toHaveLength(HIGHLIGHTED.length);
    expect(end).toMatch(/\n\nNext: `kubetrue scan` as root on a node/);
  });

  test('prints what README.md shows of it', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, sample = ''] = /## What it prints\n\n```\n([^`]*)```/.exec(readme) ?? [];
    const { stdout } = await kubetrue(['demo'], { env: { COLUMNS: '80' } });

    const blocks = sample.split(/\n(?=\n|kube|etcd| {2}[✔✖≠])/).map((block) => block.trim());
    expect(blocks.filter((block) => block !== '').length).toBeGreaterThan(5);
    expect(blocks.filter((block) => !stdout.includes(block))).toEqual([]);
  });

  test.each(['80', '200', '40'])('fits %s columns', async (columns) => {
    const { stdout } = await kubetrue(['demo'], { env: { COLUMNS: columns } });

    const tooLong = stdout.split('\n').filter((line) => line.length > Number(columns));
    expect(tooLong).toEqual([]);
  });
});

/** What src/cli/demo/highlights.ts says of each control, as the findings have it. */
describe('what the demonstration says of the recorded node', () => {
  test('2.2: all that is written demands certificates, and what runs does not', async () => {
    const finding = await findingOf('2.2');

    expect(finding).toMatchObject({ status: 'conflict', proof: { outcome: 'contradicted' } });
    expect(evidenceOf(finding, 'client-cert-auth')).toMatchObject({
      value: true,
      origin: { kind: 'file', path: '/etc/kubernetes/etcd/etcd.yaml' },
      overrides: [{ value: true, origin: { kind: 'flag' } }],
    });
    expect(finding.reason).toMatch(/A stranger was let in: .* without a certificate answered 200/);
  });

  test('4.2.1: a drop-in wins over the file', async () => {
    const finding = await findingOf('4.2.1');

    expect(finding.status).toBe('fail');
    expect(evidenceOf(finding, 'anonymous-auth')).toMatchObject({
      value: true,
      origin: { path: '/etc/kubernetes/kubelet.conf.d/50-debug.conf' },
      overrides: [{ value: false, origin: { path: '/var/lib/kubelet/config.yaml' } }],
    });
  });

  test('1.2.16: the benchmark’s own sentence is content with the path', async () => {
    const finding = await findingOf('1.2.16');

    expect(finding).toMatchObject({ status: 'fail', letter: 'pass' });
    expect(evidenceOf(finding, 'audit-log-path').value).toBe('/var/log/kubernetes/audit.log');
    expect(evidenceOf(finding, 'audit-policy-file').value).toBeNull();
  });

  test('1.2.28: encryption is configured, and its first provider is none', async () => {
    expect((await findingOf('1.2.27')).status).toBe('pass');
    const finding = await findingOf('1.2.28');

    expect(finding.status).toBe('fail');
    expect(evidenceOf(finding, 'secrets-encryption').value).toBe('identity');
  });

  test('5.2.2: the container that is privileged is the init container alone', async () => {
    const finding = await findingOf('5.2.2');

    expect(finding).toMatchObject({
      status: 'fail',
      reason: 'Deployment shop/web: container sysctl is privileged.',
    });
    const { cluster } = await readSnapshot(FILE);
    const containers = cluster?.state === 'asked' ? cluster.podSpecs.flatMap((spec) => spec.containers) : [];
    expect(containers).toContainEqual(expect.objectContaining({ name: 'sysctl', role: 'init' }));
    expect(containers).toContainEqual(
      expect.objectContaining({ name: 'web', role: 'main', privileged: false, droppedCapabilities: ['ALL'] }),
    );
  });
});

async function findingOf(control: string): Promise<Finding> {
  const { findings } = judgeSnapshot(await readSnapshot(FILE));
  const found = findings.find(({ controls }) => controls.some((one) => one.control === control));
  if (found === undefined) throw new Error(`no finding of ${control}`);
  return found;
}

function evidenceOf({ evidence }: Finding, setting: string): Evidence {
  const found = evidence.find((one) => one.setting === setting);
  if (found === undefined) throw new Error(`no evidence of ${setting}`);
  return found;
}
