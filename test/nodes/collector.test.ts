import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import type { Finding, Report } from '../../src/model/finding.ts';
import { writeImageArchive } from '../../tools/image/image.ts';
import { ownArchitecture } from '../../tools/image/layout.ts';
import { contentOf } from './collector/archive.ts';
import { compare } from './collector/compare.ts';
import { type Node, upNode } from './node.ts';
import { scan } from './scan.ts';

const DEPLOY = fileURLToPath(new URL('../../deploy', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'kubetrue-collector-'));
const archive = join(scratch, 'image.tar');

let node: Node;

const kubectl = (...argv: string[]) => node.must(['kubectl', ...argv]);
const inCluster = (...argv: string[]) => kubectl('--namespace=kubetrue-nodes', ...argv);

beforeAll(async () => {
  const name = `docker.io/library/kubetrue:${manifest.version}`;
  // Most of the time of each is waiting for the other core.
  [node] = await Promise.all([
    upNode({ hostname: 'collector' }),
    writeImageArchive(archive, { name, architectures: [ownArchitecture()] }),
  ]);
  await node.must(['ctr', '--namespace=k8s.io', 'images', 'import', archive]);
  await kubectl('apply', '-f', `${DEPLOY}/rbac.yaml`);
});

afterAll(async () => {
  await node?.down();
  rmSync(scratch, { recursive: true, force: true });
});

describe('the image', () => {
  it('has no program but those that are needed, and the licences of all', async () => {
    const { programs, files, rights } = await contentOf(archive);

    expect(programs).toEqual([
      expect.stringMatching(/^lib(64)?\/ld-linux/),
      'opt/kubetrue/bin/kubetrue.js',
      'usr/bin/setpriv',
      'usr/bin/sleep',
      'usr/local/bin/kubetrue',
      'usr/local/bin/node',
    ]);
    expect(rights).toEqual(['usr/bin/setpriv']);
    expect(files).toEqual(
      expect.arrayContaining([
        'opt/kubetrue/LICENSE',
        'opt/kubetrue/NOTICE',
        'opt/kubetrue/dist/THIRD-PARTY-LICENSES.txt',
        'usr/share/doc/node/LICENSE',
        'usr/share/doc/libc6/copyright',
        'usr/share/doc/util-linux/copyright',
        'usr/share/common-licenses/GPL-2',
      ]),
    );
  });
});

/** As docs/collector.md has it, instead of the profile before. */
async function deploy(profile: string): Promise<void> {
  await inCluster('delete', 'daemonset,job', '--all', '--cascade=foreground', '--ignore-not-found');
  await kubectl('apply', '-k', `${DEPLOY}/collector/${profile}`);
}

async function reportOfNode(): Promise<Report> {
  await inCluster('rollout', 'status', 'daemonset/kubetrue-node', '--timeout=60s');
  return logOf('daemonset/kubetrue-node');
}

async function reportWithCluster(): Promise<Report> {
  await inCluster('wait', '--for=condition=complete', 'job/kubetrue-cluster', '--timeout=60s');
  return logOf('job/kubetrue-cluster');
}

async function logOf(owner: string): Promise<Report> {
  return JSON.parse(await inCluster('logs', owner, '--container=scan')) as Report;
}

function asHost({ benchmark }: Report): Promise<Report> {
  return scan(node, ['--benchmark', `${benchmark.name}@${benchmark.version}`]);
}

/** While it was looked at there was one workload more than when the node was. */
const ITSELF = /^5\.6\.1 .*All 2 workloads of the site share the namespace kubetrue-nodes/;

const isOfNode = ({ target }: Finding) => target.kind !== 'cluster';

describe('collectors', () => {
  it.each([
    ['minimal', { equal: 22, unproved: 64, unknown: 34, passing: 10 }],
    ['standard', { equal: 38, unproved: 82, unknown: 0, passing: 10 }],
    ['prove', { equal: 73, unproved: 47, unknown: 0, passing: 10 }],
  ])('of the profile %s say what the node says, or what it would take', async (profile, counts) => {
    await deploy(profile);
    const [alone, whole] = [await reportOfNode(), await reportWithCluster()];

    const { other, ...counted } = compare(await asHost(whole), whole);
    const byItself = compare(await asHost(alone), alone, isOfNode);

    expect(other).toEqual([expect.stringMatching(ITSELF)]);
    expect(byItself.other).toEqual([]);
    expect(counted).toEqual(counts);
    expect([whole.node.name, alone.node.name]).toEqual(['collector', 'collector']);
    const files = [whole, alone].map((report, index) => keep(`${profile}-${index}.json`, report));
    expect(await node.kubetrue(['report', 'merge', ...files])).toMatchObject({ code: 1, stderr: '' });
  });

  it('do not take for absent what is hidden from them', async () => {
    await node.must(['mount', '-o', 'remount,hidepid=2', '/proc']);
    const alone = await deploy('minimal')
      .then(reportOfNode)
      .finally(() => node.must(['mount', '-o', 'remount,hidepid=0', '/proc']));

    const absent = alone.findings.filter(({ status }) => status !== 'unknown').filter(isAboutProcess);

    expect(absent).toEqual([]);
    expect(
      alone.findings.filter(({ reason }) => /hidepid.*CAP_SYS_PTRACE/.test(reason)).length,
    ).toBeGreaterThan(60);
  });
});

function isAboutProcess({ target }: Finding): boolean {
  return target.kind === 'process' || target.component === 'kubelet';
}

function keep(name: string, report: Report): string {
  const path = join(scratch, name);
  writeFileSync(path, JSON.stringify(report));
  return path;
}
