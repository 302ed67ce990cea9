import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ProcessFacts, Snapshot } from '../../../model/snapshot.ts';
import { collectGiven } from '../index.ts';
import { readGiven } from '../read-given.ts';

const scratch = mkdtempSync(join(tmpdir(), 'kubetrue-units-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const OPTIONS = { now: () => new Date('2026-11-26T10:00:00Z'), toolVersion: '0.0.0' };

function facts(texts: Readonly<Record<string, string>>): Snapshot {
  const files = Object.entries(texts).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  return collectGiven({ files, otherFiles: 0, links: 0, problems: [] }, OPTIONS);
}

function words(texts: Readonly<Record<string, string>>): (string[] | string)[] {
  return facts(texts).processes.map(wordsOf);
}

function wordsOf({ argv }: ProcessFacts): string[] | string {
  if (argv.state === 'present') return argv.value;
  return argv.state === 'unreadable' ? argv.reason : argv.state;
}

function readNamed(path: string, text: string): Snapshot {
  const unit = '[Service]\nEnvironmentFile=/etc/etcd/etcd.conf\nExecStart=/usr/bin/etcd\n';
  const files = Object.entries({ 'etcd.service': unit, [path]: text }).map(([name, content]) => ({
    ...{ path: name, bytes: Buffer.from(content) },
    named: true as const,
  }));
  return collectGiven({ files, otherFiles: 0, links: 0, problems: [] }, OPTIONS);
}

const U = 'kubelet.service';
const D = 'kubelet.service.d';
const EMPTY = '[Service]\nExecStart=/usr/bin/kubelet\n';
const KUBEADM =
  '[Service]\nEnvironment="A=--config=/var/lib/kubelet/config.yaml"\nEnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env\nExecStart=\nExecStart=/usr/bin/kubelet $A $KUBELET_KUBEADM_ARGS\n';
const FLAGS = '# kubeadm\nKUBELET_KUBEADM_ARGS="--v=2 --anonymous-auth=false"\n';
const CONFIG = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nreadOnlyPort: 0\n';

describe('the command of a unit', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'goes on in further lines',
      { [U]: `[Service]\nExecStart=/usr/bin/kubelet \\\n  --v=2 \\\n  "--x=a b"\n` },
      ['kubelet', '--v=2', '--x=a b'],
    ],
    [
      'may have a prefix',
      { [U]: '[Service]\nExecStart=-@/usr/bin/kubelet name --v=2\n' },
      ['kubelet', '--v=2'],
    ],
    [
      'is set again by the last drop-in',
      {
        [`${D}/20.conf`]: '[Service]\nExecStart=\nExecStart=/usr/bin/kubelet --v=3\n',
        [`${D}/10.conf`]: '[Service]\nExecStart=\nExecStart=/usr/bin/kubelet --v=2\n',
        [U]: EMPTY,
      },
      ['kubelet', '--v=3'],
    ],
    [
      'stands in the strongest directory',
      {
        [`usr/lib/systemd/system/${U}`]: '[Service]\nExecStart=/usr/bin/kubelet --v=1\n',
        [`etc/systemd/system/${U}`]: '[Service]\nExecStart=/usr/bin/kubelet --v=2\n',
      },
      ['kubelet', '--v=2'],
    ],
    [
      'takes words from variables and files',
      { [U]: EMPTY, [`${D}/10-kubeadm.conf`]: KUBEADM, 'kubeadm-flags.env': FLAGS },
      ['kubelet', '--config=/var/lib/kubelet/config.yaml', '--v=2', '--anonymous-auth=false'],
    ],
    [
      'takes what half a quote of a variable leaves open',
      {
        [U]: '[Service]\nEnvironmentFile=/a.env\nExecStart=/usr/bin/kubelet $A\n',
        'a.env': "A=--x \\'--v=2 3\n",
      },
      ['kubelet', '--x', '--v=2 3'],
    ],
    [
      'has braces',
      { [U]: `[Service]\nEnvironment=P=0\nExecStart=/usr/bin/kubelet --read-only-port=\${P}\n` },
      ['kubelet', '--read-only-port=0'],
    ],
    [
      'stands behind a wrapper',
      { [U]: '[Service]\nExecStart=/usr/bin/env A=1 /usr/bin/kubelet --v=2\n' },
      ['/usr/bin/kubelet', '--v=2'],
    ],
  ])('%s', (_, texts, expected) => {
    const [first, ...more] = words(texts);

    expect((first as string[]).map((word) => word.replace('/usr/bin/kubelet', 'kubelet'))).toEqual(
      expected.map((word) => word.replace('/usr/bin/kubelet', 'kubelet')),
    );
    expect(more).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a variable that nothing sets',
      { [U]: '[Service]\nExecStart=/usr/bin/kubelet $EXTRA\n' },
      /none of the given files sets \$EXTRA/,
    ],
    [
      'a variable of braces that nothing sets',
      { [U]: `[Service]\nExecStart=/usr/bin/kubelet --x=\${EXTRA}\n` },
      /sets \$EXTRA/,
    ],
    [
      'a drop-in that lies beside its unit',
      { [`a/${U}`]: EMPTY, 'a/10-kubeadm.conf': KUBEADM },
      /a\/10-kubeadm\.conf may be a drop-in/,
    ],
    [
      'drop-ins in another tree',
      { [`a/${U}`]: EMPTY, [`b/${D}/10.conf`]: '[Service]\nEnvironment=A=1\n' },
      /b\/kubelet\.service\.d\/10\.conf may be/,
    ],
    [
      'a variable with a specifier',
      { [U]: '[Service]\nEnvironment=A=--v=%H\nExecStart=/usr/bin/kubelet $A\n' },
      /\$A is set to is not understood/,
    ],
    [
      'an environment file that is not there',
      { [U]: EMPTY, [`${D}/10-kubeadm.conf`]: KUBEADM },
      /kubeadm-flags\.env, from which/,
    ],
    [
      'an environment file that is there twice',
      {
        [U]: EMPTY,
        [`${D}/10-kubeadm.conf`]: KUBEADM,
        'a/kubeadm-flags.env': FLAGS,
        'b/kubeadm-flags.env': FLAGS,
      },
      /kubeadm-flags\.env, from which/,
    ],
    [
      'drop-ins alone',
      { [`${D}/10-kubeadm.conf`]: KUBEADM, 'kubeadm-flags.env': FLAGS },
      /kubelet\.service itself/,
    ],
    ['a shell', { [U]: `[Service]\nExecStart=/bin/sh -c "exec kubelet --v=2"\n` }, /a shell/],
    ['another program', { [U]: '[Service]\nExecStart=/opt/start-kubelet --v=2\n' }, /another program/],
    ['several commands', { [U]: EMPTY, [`${D}/1.conf`]: EMPTY }, /several ExecStart/],
    ['no command', { [U]: '[Service]\nRestart=always\n' }, /no ExecStart/],
    ['a template', { [U]: '[Service]\nExecStart=/usr/bin/kubelet {{ args }}\n' }, /template/],
    ['variables of the manager', { [U]: `${EMPTY}PassEnvironment=X\n` }, /PassEnvironment/],
    ['kubeadm-flags.env alone', { 'kubeadm-flags.env': FLAGS }, /unit that reads kubeadm-flags\.env/],
    [
      'the defaults of a distribution alone',
      { 'etc/default/kubelet': 'KUBELET_EXTRA_ARGS=--v=2\n' },
      /unit that reads kubelet/,
    ],
    [
      'the variables of etcd alone',
      { 'etcd.env': 'ETCD_CLIENT_CERT_AUTH=true\n' },
      /unit that reads etcd\.env/,
    ],
  ])('is not known by %s', (_, texts, why) => {
    const { processes } = facts(texts);

    expect(processes.filter(({ argv }) => argv.state === 'present')).toEqual([]);
    expect(processes.map(wordsOf).join('\n')).toMatch(why);
  });

  it.each<[string, Record<string, string>]>([
    ['of another program', { 'web.service': '[Service]\nExecStart=/usr/bin/web kubelet\n' }],
    ['that is none', { 'x.env': 'spec: [\nkind=Pod\n' }],
    ['of a gateway of etcd', { 'gate.service': '[Service]\nExecStart=/usr/bin/etcd gateway start\n' }],
  ])('%s is passed over', (_, texts) => {
    const { processes, given } = facts(texts);

    expect(processes).toEqual([]);
    expect(given).toMatchObject({ judged: [], passedOver: 1, problems: [] });
  });

  it('says of each word where it stands', () => {
    const [kubelet] = facts({
      [U]: EMPTY,
      [`${D}/10.conf`]: KUBEADM,
      'env/kubeadm-flags.env': FLAGS,
    }).processes;

    expect(kubelet?.argvOrigins).toEqual([
      { kind: 'file', path: `${D}/10.conf`, line: 5 },
      { kind: 'file', path: `${D}/10.conf`, line: 2 },
      { kind: 'file', path: 'env/kubeadm-flags.env', line: 2 },
      { kind: 'file', path: 'env/kubeadm-flags.env', line: 2 },
    ]);
  });

  it('may take variables from a file that is called like a manifest', () => {
    const { given } = readNamed('etc/etcd/etcd.conf', 'ETCD_NAME="a"\nspec: [\n');

    expect(given).toMatchObject({ judged: ['etc/etcd/etcd.conf', 'etcd.service'], problems: [] });
  });

  it('keeps no secret', () => {
    const text = JSON.stringify(
      facts({
        'etcd.service':
          '[Service]\nEnvironmentFile=/etc/etcd.env\nExecStart=/usr/bin/etcd --initial-cluster-token=hunter2\n',
        'etc/etcd.env': 'ETCD_DISCOVERY_TOKEN=hunter2\nOTHER=hunter2\nETCD_NAME=a\n',
      }),
    );

    expect(text).toContain('ETCD_NAME');
    expect(text).not.toContain('hunter2');
  });
});

describe('a configuration that a unit names', () => {
  const unit = '[Service]\nExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml\n';
  const named = '/etc/kubernetes/kubelet.yaml';

  it.each<[string, Record<string, string>, string]>([
    [
      'by the end of its path',
      { [U]: unit, 'a/etc/kubernetes/kubelet.yaml': CONFIG, 'b/kubelet.yaml': CONFIG },
      'a/etc/kubernetes/kubelet.yaml',
    ],
    ['by its name', { [U]: unit, 'files/kubelet.yaml': CONFIG }, 'files/kubelet.yaml'],
    [
      'in its own tree',
      { [`a/${U}`]: unit, 'a/kubelet.yaml': CONFIG, [`b/${U}`]: unit, 'b/kubelet.yaml': CONFIG },
      'a/kubelet.yaml',
    ],
  ])('is found %s, and judged with it alone', (_, texts, path) => {
    const { processes } = facts(texts);

    expect(processes.find(({ planned }) => planned?.form.kind === 'unit')?.files[named]).toMatchObject({
      value: { hostPath: path },
    });
    expect(
      processes.filter(({ files }) => JSON.stringify(files).includes(`"hostPath":"${path}"`)),
    ).toHaveLength(1);
  });

  it.each<[string, Record<string, string>]>([
    ['is not there', { [U]: unit }],
    ['is there twice', { [U]: unit, 'x/kubelet.yaml': CONFIG, 'y/kubelet.yaml': CONFIG }],
    ['lies in the tree of another node', { [`a/${U}`]: unit, [`b/${U}`]: unit, 'b/kubelet.yaml': CONFIG }],
    ['is of another kind', { [U]: unit, 'kubelet.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n' }],
  ])('is not known where it %s', (_, texts) => {
    const [first] = facts(texts).processes.filter(({ planned }) => planned?.form.kind === 'unit');

    expect(first?.files[named]?.state).toBe('unreadable');
  });

  it('leaves the other documents of its file to be judged', () => {
    const proxy = '---\napiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n';

    expect(
      facts({ [U]: unit, 'kubelet.yaml': CONFIG + proxy })
        .processes.map(({ component }) => component)
        .sort(),
    ).toEqual(['kube-proxy', 'kubelet']);
  });
});

it('a directory is searched for units and environment files', () => {
  const paths = [U, `${D}/10.conf`, 'kubeadm-flags.env', 'etc/default/kubelet', 'etc/default/other'];
  for (const path of paths) {
    mkdirSync(dirname(join(scratch, path)), { recursive: true });
    writeFileSync(join(scratch, path), '');
  }

  expect(readGiven([scratch], null)).toMatchObject({ files: { length: 4 }, otherFiles: 1 });
});
