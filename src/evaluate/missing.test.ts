import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../catalog/index.ts';
import { chooseBenchmark } from '../catalog/select.ts';
import type { Finding } from '../model/finding.ts';
import { SNAPSHOT_SCHEMA } from '../model/schema-names.ts';
import type { ProcessFacts, Snapshot } from '../model/snapshot.ts';
import { evaluate } from './index.ts';

const catalog = loadCatalog(fileURLToPath(new URL('../../content', import.meta.url)));
const { benchmark, because } = chooseBenchmark(catalog, 'cis-kubernetes@1.12');

/** A rule of each component. */
const RULES = {
  etcd: 'etcd-server-cert',
  kubelet: 'kubelet-anonymous-auth',
  'kube-apiserver': 'kube-apiserver-anonymous-auth',
};

interface Given {
  programs?: Snapshot['programs'];
  processes?: readonly ProcessFacts[];
  visible?: Snapshot['processesVisible'];
}

/** What is found of a component that none of the processes is. */
function missing(component: keyof typeof RULES, given: Given): Pick<Finding, 'status' | 'reason'> {
  const { programs = [], processes = [], visible = { complete: true, reason: '' } } = given;
  const snapshot: Snapshot = {
    schema: SNAPSHOT_SCHEMA,
    tool: { name: 'kubetrue', version: '0.0.0' },
    at: '2026-11-26T10:00:00.000Z',
    source: 'captured',
    node: {
      name: 'n',
      kubernetes: { state: 'absent', lookedAt: [] },
      distribution: 'unknown',
      roles: [],
    },
    processesVisible: visible,
    programs,
    processes: [...processes],
    observations: [],
  };
  const { findings } = evaluate({
    snapshot,
    catalog,
    benchmark,
    chosenBecause: because,
    at: new Date(snapshot.at),
    judge: 'effect',
    only: { controls: [], rules: [RULES[component]], components: [] },
  });
  const [finding] = findings.filter(({ target }) => target.kind === 'node');
  if (finding === undefined) throw new Error('it is not missing');
  return { status: finding.status, reason: finding.reason };
}

const at = { kind: 'process', path: '/proc/7/cmdline' } as const;
const unread = { state: 'unreadable', at, reason: 'not captured' } as const;

/** A component in the process 7, with the words that it was given. */
function process(component: string, words: readonly string[], inside?: string): ProcessFacts {
  return {
    pid: 7,
    component,
    ...(inside === undefined ? {} : { inside }),
    executable: unread,
    argv: { state: 'present', value: [component, ...words], origin: at },
    environment: unread,
    workingDirectory: unread,
    startedAt: unread,
    uid: 0,
    container: null,
    sameNetworkNamespace: null,
    version: unread,
    listeners: unread,
    files: {},
  };
}

describe('a component that no process is', () => {
  it('does not run where all processes can be seen', () => {
    expect(missing('kubelet', {})).toEqual({
      status: 'not-applicable',
      reason: 'No kubelet runs on this node: no process in /proc has a program of that name that serves.',
    });
  });

  it('may run where some processes cannot be seen', () => {
    const visible = { complete: false, reason: 'hidepid=2 hides processes' };

    expect(missing('kubelet', { visible })).toEqual({
      status: 'unknown',
      reason: 'Whether kubelet runs here is not known: hidepid=2 hides processes.',
    });
  });

  it.each([
    ['k3s', 'kube-apiserver'],
    ['k3s-server', 'etcd'],
    ['k3s-agent', 'kubelet'],
    ['kubelite', 'kube-apiserver'],
  ] as const)('may run inside %s where the snapshot tells nothing of its inside', (name, component) => {
    const { status, reason } = missing(component, { programs: [{ pid: 7, name }] });

    expect(status).toBe('unknown');
    expect(reason).toBe(
      `${name} (pid 7) can run ${component} inside its own process, and this snapshot holds nothing about that.`,
    );
  });

  it.each([
    ['k3s-agent', 'kube-apiserver'],
    ['kubelite', 'etcd'],
  ] as const)('does not run inside %s, which never has it', (name, component) => {
    expect(missing(component, { programs: [{ pid: 7, name }] }).status).toBe('not-applicable');
  });

  it('does not run inside a program whose components are told and it is none of them', () => {
    const found = missing('kube-apiserver', {
      programs: [{ pid: 7, name: 'k3s' }],
      processes: [process('kubelet', [], 'k3s')],
    });

    expect(found).toEqual({
      status: 'not-applicable',
      reason:
        'k3s (pid 7) runs the components of this node inside its process, and kube-apiserver is none of them.',
    });
  });

  it.each([
    ['--etcd-servers=unix://kine.sock', 'kine, which speaks etcd in front of a database'],
    [
      '--etcd-servers=unixs:///var/lib/rancher/rke2/server/kine.sock',
      'kine, which speaks etcd in front of a database',
    ],
    ['--etcd-servers=unix:///var/snap/microk8s/8511/var/kubernetes/backend/kine.sock:12379', 'k8s-dqlite'],
  ])('is no etcd behind %s', (word, store) => {
    expect(missing('etcd', { processes: [process('kube-apiserver', [word])] })).toEqual({
      status: 'not-applicable',
      reason: `There is no etcd: the API server (pid 7) keeps its data in ${store}.`,
    });
  });

  it('is an etcd elsewhere behind an address', () => {
    const processes = [process('kube-apiserver', ['--etcd-servers=https://10.0.0.1:2379'])];

    expect(missing('etcd', { processes }).reason).toContain('No etcd runs on this node');
  });
});
