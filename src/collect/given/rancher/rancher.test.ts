import { describe, expect, it } from 'vitest';
import { valueIfPresent } from '../../../model/fact.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { collectGiven } from '../index.ts';

const options = { now: () => new Date('2026-11-24T10:00:00Z'), toolVersion: '0.0.0' };

/** @param files by path; a path with `!` before it is one that the user named */
function facts(files: Record<string, string>): Snapshot {
  const given = Object.entries(files).map(([path, text]) => ({
    path: path.replace(/^!/, ''),
    bytes: Buffer.from(text),
    ...(path.startsWith('!') ? { named: true as const } : {}),
  }));
  return collectGiven({ files: given, otherFiles: 0, links: 0, problems: [] }, options);
}

function processOf(snapshot: Snapshot, component: string) {
  const found = snapshot.processes.find((one) => one.component === component);
  if (found === undefined) throw new Error(`no ${component}`);
  return found;
}

function wordsOf(snapshot: Snapshot, component: string): readonly string[] {
  return valueIfPresent(processOf(snapshot, component).argv) ?? [];
}

/** Where the word stands that a component is handed. */
function originOf(snapshot: Snapshot, component: string, word: string) {
  const { argvOrigins } = processOf(snapshot, component);
  return argvOrigins?.[wordsOf(snapshot, component).lastIndexOf(word)];
}

const K3S = 'etc/rancher/k3s/config.yaml';
const RKE2 = 'etc/rancher/rke2/config.yaml';
const SERVER = 'cluster-init: true\n';
const ALL = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy', 'etcd'];

describe('a configuration of K3s', () => {
  it('starts all that a server runs, with what K3s gives by itself', () => {
    const found = facts({ [K3S]: SERVER });

    expect(found.processes.map(({ component }) => component)).toEqual(ALL);
    expect(wordsOf(found, 'kube-apiserver')).toContain('--profiling=false');
    expect(originOf(found, 'kube-apiserver', '--profiling=false')).toEqual({ kind: 'program', name: 'K3s' });
    expect(found.given).toMatchObject({ judged: [K3S], problems: [] });
  });

  it('has each argument at its line, of the file or the drop-in that wins', () => {
    const found = facts({
      [K3S]: `${SERVER}kube-apiserver-arg:\n- profiling=true\nkube-scheduler-arg: [profiling=true]\n`,
      [`${K3S}.d/20.yaml`]: 'kube-apiserver-arg+: [anonymous-auth=true]\nkube-scheduler-arg:\n- v=3\n',
      [`${K3S}.d/10.yaml`]: 'kube-apiserver-arg+: [anonymous-auth=false]\n',
    });

    const drop = { kind: 'drop-in', path: `${K3S}.d/20.yaml`, line: 1 };
    expect(originOf(found, 'kube-apiserver', '--profiling=true')).toEqual({
      kind: 'file',
      path: K3S,
      line: 3,
    });
    expect(originOf(found, 'kube-apiserver', '--anonymous-auth=true')).toEqual(drop);
    expect(wordsOf(found, 'kube-apiserver').lastIndexOf('--anonymous-auth=false')).toBeLessThan(
      wordsOf(found, 'kube-apiserver').indexOf('--anonymous-auth=true'),
    );
    expect(wordsOf(found, 'kube-scheduler')).toContain('--profiling=false');
  });

  it('leaves open what differs between the releases', () => {
    const open = (text: string, component: string) =>
      processOf(facts({ [K3S]: text }), component).planned?.open?.flatMap(({ settings }) => settings);

    expect(open(SERVER, 'kube-apiserver')).toContain('tls-cipher-suites');
    expect(open(`${SERVER}kube-apiserver-arg: [tls-cipher-suites=X]\n`, 'kube-apiserver')).not.toContain(
      'tls-cipher-suites',
    );
    expect(open(SERVER, 'kubelet')).toContain('read-only-port');
    expect(open(`${SERVER}kubelet-arg: [read-only-port=0]\n`, 'kubelet')).not.toContain('read-only-port');
  });

  it('leaves open where the data are kept, unless it says so', () => {
    const says = (text: string) => facts({ [K3S]: `disable: [traefik]\n${text}` });
    const etcd = (text: string) => says(text).processes.find(({ component }) => component === 'etcd');

    expect(etcd('')?.argv).toMatchObject({ state: 'unreadable', reason: expect.stringMatching(/its data/) });
    expect(etcd('datastore-endpoint: mysql://u:s3cret@tcp(db:3306)/k\n')).toBeUndefined();
    expect(valueIfPresent(etcd('server: https://one:6443\n')?.argv)?.[1]).toMatch(/^--config-file=/);
    expect(JSON.stringify(says('datastore-endpoint: https://u:s3cret@db:2379\n'))).not.toContain('s3cret');
  });

  it('without a key of servers may be of an agent, and only the kubelet is known', () => {
    const found = facts({ [K3S]: 'server: https://one:6443\nkubelet-arg: [read-only-port=10255]\n' });

    const open = found.processes.filter(({ argv }) => argv.state === 'unreadable');
    expect(open.map(({ component }) => component)).toEqual(ALL.filter((name) => name !== 'kubelet'));
    expect(wordsOf(found, 'kubelet')).toContain('--read-only-port=10255');
  });

  it('never shows tokens', () => {
    const text = `${SERVER}token: s3cret\nagent-token: s3cret\netcd-s3-secret-key: s3cret\n`;

    expect(JSON.stringify(facts({ [K3S]: text }))).not.toContain('s3cret');
  });
});

describe('a configuration of RKE2, and one that either may read', () => {
  it.each([
    ['by its place', RKE2, 'RKE2’s kube-apiserver'],
    ['by its keys, where it was named', '!nodes/server.yaml', 'K3s’ or RKE2’s kube-apiserver'],
    ['from standard input', '!-', 'K3s’ or RKE2’s kube-apiserver'],
  ])('is judged by what it sets itself: %s', (_, path, what) => {
    const found = facts({ [path]: 'kube-apiserver-arg: [profiling=true, v+=2]\n' });

    const { planned } = processOf(found, 'kube-apiserver');
    expect(planned).toMatchObject({ what, unsaid: ['*'] });
    expect(planned?.open?.flatMap(({ settings }) => settings)).toEqual(
      expect.arrayContaining(['v', 'etcd-servers']),
    );
    expect(wordsOf(found, 'kube-apiserver')).toContain('--profiling=true');
    expect(originOf(found, 'kube-apiserver', '--etcd-servers=https://127.0.0.1:2379')).toMatchObject({
      name: expect.stringMatching(/^kubetrue/),
    });
  });

  it.each([
    ['by a key of servers', 'token: x\ntls-san: [a]\n'],
    ['in JSON', '{"token": "x", "kubelet-arg+": ["v=2"]}'],
  ])('is known %s', (_, text) => {
    expect(facts({ '!x.yaml': text }).given?.judged).toEqual(['x.yaml']);
  });

  it.each([
    ['a chart’s values', 'debug: true\nserver: {replicas: 2}\n'],
    ['keys that others have too', 'server: x\ntoken: y\nnode-name: z\n'],
    ['a Pod', 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}]}\n'],
  ])('is not %s', (_, text) => {
    expect(facts({ '!values.yaml': text }).processes).toEqual([]);
  });

  it('outside its place, where only a directory was named, is mentioned', () => {
    const { given, processes } = facts({ 'group_vars/k.yaml': 'kubelet-arg: [read-only-port=0]\n' });

    expect(processes).toEqual([]);
    expect(given?.notes.join()).toMatch(/k\.yaml has keys of K3s and RKE2/);
  });

  it('that is a drop-in alone leaves open what its base decides', () => {
    const found = facts({ [`${RKE2}.d/10.yaml`]: 'kube-apiserver-arg: [profiling=false]\n' });

    const { planned } = processOf(found, 'kube-apiserver');
    expect(planned).toMatchObject({ path: `${RKE2}.d/10.yaml`, unsaid: ['*'] });
    expect(planned?.undisputed).toBeUndefined();
    expect(originOf(found, 'kube-apiserver', '--profiling=false')).toMatchObject({ line: 1 });
  });
});

describe('a file of K3s or RKE2 that is', () => {
  it.each<[string, string, number, RegExp]>([
    ['no YAML', 'token: s3cret\ntls-san: a: s3cret\n', 2, /not a configuration/],
    ['a list', '- kubelet-arg\n', 1, /keys and values/],
    ['twice the same key', 'token: a\ntoken: b\n', 2, /twice/],
    [
      'a map where a list should be',
      'tls-san: a\nkube-apiserver-arg: {profiling: false}\n',
      2,
      /neither a scalar/,
    ],
    ['a template', 'token: "{{ token }}"\n', 1, /not rendered/],
  ])('%s is a problem with the line', (_, text, line, problem) => {
    const { given, processes } = facts({ [RKE2]: text, [`${RKE2}.d/1.yaml`]: 'tls-san: b\n' });

    expect(given?.problems).toEqual([
      { path: RKE2, line, problem: expect.stringMatching(problem) },
      { path: `${RKE2}.d/1.yaml`, line: 1, problem: expect.stringContaining(RKE2) },
    ]);
    expect(processes).toEqual([]);
    expect(JSON.stringify(given)).not.toContain('s3cret');
  });
});
