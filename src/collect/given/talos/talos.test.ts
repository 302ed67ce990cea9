import { describe, expect, it } from 'vitest';
import { valueIfPresent } from '../../../model/fact.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { collectGiven } from '../index.ts';

const options = { now: () => new Date('2026-11-24T10:00:00Z'), toolVersion: '0.0.0' };

function facts(text: string): Snapshot {
  const files = [{ path: 'cp.yaml', bytes: Buffer.from(text) }];
  return collectGiven({ files, otherFiles: 0, links: 0, problems: [] }, options);
}

function processOf(snapshot: Snapshot, component: string) {
  const found = snapshot.processes.find((one) => one.component === component);
  if (found === undefined) throw new Error(`no ${component}`);
  return found;
}

function wordsOf(text: string, component: string): readonly string[] {
  return valueIfPresent(processOf(facts(text), component).argv) ?? [];
}

const HEAD = 'version: v1alpha1\nmachine:\n  type: controlplane\n  token: s3cret\n';
const CLUSTER = 'cluster:\n  secret: s3cret\n  aescbcEncryptionSecret: s3cret\n';

describe('a machine configuration of Talos', () => {
  it('of a control plane starts it and the kubelet, of a worker the kubelet', () => {
    const started = (text: string) => facts(text).processes.map(({ component }) => component);

    expect(started(`${HEAD}${CLUSTER}`)).toEqual([
      ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd', 'kubelet'],
    ]);
    expect(started(HEAD.replace('controlplane', 'worker'))).toEqual(['kubelet']);
  });

  it('without a type leaves open which it is', () => {
    const { processes } = facts(HEAD.replace('  type: controlplane\n', ''));

    const open = processes.filter(({ argv }) => argv.state === 'unreadable');
    expect(open.map(({ component }) => component)).not.toContain('kubelet');
    expect(open).toHaveLength(4);
  });

  it('never shows its secrets, and is no problem for the manifests and documents it holds', () => {
    const found = facts(
      `${HEAD}${CLUSTER}  inlineManifests:\n  - contents: |\n      kind: Pod\n---\napiVersion: v1alpha1\nkind: HostnameConfig\n`,
    );

    expect(found.given).toMatchObject({
      judged: ['cp.yaml'],
      problems: [],
      notes: [expect.stringMatching(/as Talos/)],
    });
    expect(JSON.stringify(found)).not.toContain('s3cret');
  });

  it('has arguments that take the place of Talos’ own at their line, and lists that are added to', () => {
    const text = `${HEAD}${CLUSTER}  apiServer:\n    image: x/kube-apiserver:v1.34.1\n    extraArgs:\n      profiling: true\n      enable-admission-plugins: [AlwaysPullImages]\n`;
    const process = processOf(facts(text), 'kube-apiserver');
    const words = wordsOf(text, 'kube-apiserver');

    expect(words).toContain('--enable-admission-plugins=NodeRestriction,AlwaysPullImages');
    expect(words).toContain('--anonymous-auth=false');
    expect(words).not.toContain('--profiling=false');
    expect(process.argvOrigins?.[words.indexOf('--profiling=true')]).toMatchObject({
      path: 'cp.yaml',
      line: 11,
    });
    expect(process.argvOrigins?.[words.indexOf('--anonymous-auth=false')]).toMatchObject({ name: 'Talos' });
    expect(process.version).toMatchObject({ value: '1.34.1' });
  });

  it.each([
    [
      'an argument that Talos keeps to itself',
      '  apiServer: {extraArgs: {etcd-cafile: /x}}\n',
      /etcd-cafile/,
    ],
    ['arguments that are a list', '  apiServer: {extraArgs: [profiling=true]}\n', /no names with values/],
  ])('with %s leaves open what it comes to', (_, lines, reason) => {
    const { argv } = processOf(facts(`${HEAD}${CLUSTER}${lines}`), 'kube-apiserver');

    expect(argv).toMatchObject({ state: 'unreadable', reason: expect.stringMatching(reason) });
  });

  it.each([
    [
      'on lines of their own',
      '  kubelet:\n    extraConfig:\n      podPidsLimit: 100\n      readOnlyPort: 10255\n',
      8,
    ],
    ['on one line', '  kubelet: {extraConfig: {podPidsLimit: 100, readOnlyPort: 10255}}\n', 5],
  ])('gives the kubelet the keys of extraConfig %s', (_, lines, line) => {
    const process = processOf(facts(`${HEAD}${lines}`), 'kubelet');

    const content = valueIfPresent(valueIfPresent(process.files['/etc/kubernetes/kubelet.yaml'])?.content);
    expect(content).toMatchObject({
      entries: expect.arrayContaining([
        expect.objectContaining({ path: ['readOnlyPort'], value: 10255, line }),
      ]),
    });
  });

  it('that is broken is a problem with the line, without its secrets', () => {
    const { given } = facts(`${HEAD}  ca: {crt: s3cret\n${CLUSTER}`);

    expect(given?.problems).toMatchObject([
      { path: 'cp.yaml', problem: expect.stringMatching(/not the YAML/) },
    ]);
    expect(JSON.stringify(given)).not.toContain('s3cret');
  });

  it('is told where it is only a part of one', () => {
    expect(facts('machine:\n  network: {}\ncluster:\n  network: {}\n').given?.notes.join()).toMatch(
      /a part of/,
    );
  });
});
