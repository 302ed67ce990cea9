import { describe, expect, it } from 'vitest';
import { withCluster } from '../../cli/rules/cases/with-cluster.ts';
import type { NodeFile } from '../../model/node-files.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { kubeconfigsOf } from './kubeconfigs.ts';

const FILE: NodeFile = {
  group: 'admin-kubeconfig',
  path: '/etc/kubernetes/admin.conf',
  because: 'by habit',
  named: false,
  attributes: {
    state: 'present',
    value: { type: 'file', mode: 0o600, uid: 0, gid: 0, leadsTo: null, closedBy: null },
    origin: { kind: 'filesystem', path: '/etc/kubernetes/admin.conf' },
  },
};
const UNREADABLE: NodeFile['attributes'] = {
  state: 'unreadable',
  at: { kind: 'filesystem', path: FILE.path },
  reason: 'permission denied',
};

/** What is found with one file on the node, and the API asked in some way. */
function found(file: Partial<NodeFile>, access?: object) {
  const nodeFiles = { files: [{ ...FILE, ...file }], without: [], users: {}, groups: {} };
  const snapshot = withCluster({ processes: [], nodeFiles } as unknown as Snapshot, access ? { access } : {});
  const facts = snapshot.cluster;
  if (facts?.state !== 'asked') throw new Error('no facts');
  return kubeconfigsOf({ facts, snapshot, parameters: {} });
}

describe('kubeconfigs with a client certificate', () => {
  it.each<[string, string, string[]]>([
    ['one group', 'O=system:masters, CN=kubernetes-admin', ['system:masters']],
    ['several', 'O=dev, O=system:masters, CN=ann', ['dev', 'system:masters']],
    ['beside others in one part of the name', 'O=system:masters + CN=ann', ['system:masters']],
    ['none', 'CN=ann', []],
    ['a unit that is called so', 'OU=system:masters, CN=ann', []],
    ['a comma in a value', 'O=Miller, Sons, CN=ann', ['Miller, Sons']],
  ])('groups: %s', (...[, subject, organizations]) => {
    expect(found({ clientCertificate: subject })).toEqual([
      { path: FILE.path, organizations, administrators: true },
    ]);
  });

  it.each<[string, Partial<NodeFile>, string]>([
    ['itself', { attributes: UNREADABLE }, 'permission denied'],
    ['its certificate', { clientCertificateHidden: 'not readable' }, 'not readable'],
  ])('one of which cannot be read: %s', (...[, file, hidden]) => {
    expect(found(file)).toEqual([{ path: FILE.path, organizations: [], hidden, administrators: true }]);
  });

  it.each<[string, Partial<NodeFile>]>([
    ['has no certificate', {}],
    ['is no kubeconfig', { group: 'pki', attributes: UNREADABLE }],
  ])('are not a file that %s', (...[, file]) => {
    expect(found(file)).toEqual([]);
  });

  it.each<[string, string | null]>([
    ['kubeconfig /root/.kube/config', '/root/.kube/config'],
    ['kubeconfig /root/.kube/config, context prod', '/root/.kube/config'],
    ['service account of the Pod that kubetrue runs in', null],
  ])('the API was asked by %s', (source, path) => {
    const [first] = found(
      {},
      { source, credentials: 'client-certificate', subject: 'O=dev, CN=ann', notes: [] },
    );

    expect(first?.path ?? null).toBe(path);
  });

  it('the file that the API was asked with is told once', () => {
    const access = {
      source: `kubeconfig ${FILE.path}`,
      credentials: 'client-certificate',
      subject: 'CN=ann',
      notes: [],
    };

    expect(found({ clientCertificate: 'CN=ann' }, access)).toHaveLength(1);
  });
});
