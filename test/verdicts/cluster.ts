import { expect } from 'vitest';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { collectCluster } from '../../src/collect/cluster/index.ts';
import { fakeApi, sendStatus } from '../support/fake-api.ts';
import { reportOn, snapshotOf } from './judge.ts';
import type { NamedVerdict } from './named-verdict.ts';
import { kubeletConfig } from './texts.ts';

const CLUSTER_ADMIN = {
  kind: 'ClusterRole',
  name: 'cluster-admin',
  rules: [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], apiGroups: [], nonResourceURLs: ['*'] },
  ],
};

const OF_MASTERS = {
  kind: 'ClusterRoleBinding',
  name: 'cluster-admin',
  role: { kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ kind: 'Group', name: 'system:masters' }],
};

const bound = (subject: object) => ({ ...OF_MASTERS, name: 'debug', subjects: [subject] });
const STRANGERS = { kind: 'User', name: 'system:anonymous' };
const REFUSED = { state: 'refused', status: 403, reason: 'not allowed (403): it is forbidden' };
const GKE = 'cis-gke@1.9.0';

/** Everything that the rules on rights see of a cluster with these bindings. */
const rights = (...bindings: readonly object[]) => ({
  cluster: { roles: [CLUSTER_ADMIN], bindings: [OF_MASTERS, ...bindings] },
});

const refusing = (kind: string) => ({ cluster: { kinds: { [kind]: REFUSED } } });

const MANIFESTS = '/etc/cni/net.d';

/** What the Kubernetes API shows, or does not. */
export const CLUSTER: readonly NamedVerdict[] = [
  {
    number: 39,
    name: 'What may not be listed',
    truth:
      'A kind that the API refuses, or a file that cannot be read, leaves its rules unknown, and nothing can hide a part of the cluster from its rules.',
    shown: [
      {
        name: 'bindings of the cluster refused',
        rule: 'cluster-rbac-cluster-admin',
        given: refusing('clusterrolebindings'),
        status: 'unknown',
        reason: ['clusterrolebindings could not be listed'],
      },
      {
        name: 'Pods refused',
        rule: 'cluster-pod-privileged',
        given: refusing('pods'),
        status: 'unknown',
        reason: ['pods could not be listed'],
      },
      {
        name: 'an API server that answers 403',
        heldIn: 'cluster-rbac-cluster-admin',
        shows: async () => {
          const refuse = (response: Parameters<typeof sendStatus>[0]) => sendStatus(response, 403, 'no');
          const path = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
          const { kubeconfig } = await fakeApi({ [path]: (_request, response) => refuse(response) });
          const options = { kubeconfig, context: null, allowExec: false, environment: {} };
          const now = () => new Date('2026-11-26T10:00:00Z');

          const cluster = await collectCluster({ ...options, now, toolVersion: '0.0.0', progress: () => {} });

          const snapshot = { ...(await snapshotOf({ given: {} })), cluster };
          const [finding] = reportOn(snapshot, null, ['cluster-rbac-cluster-admin']).findings;
          expect(finding).toMatchObject({ status: 'unknown', reason: expect.stringContaining('403') });
        },
      },
      {
        name: 'one file of several that cannot be read',
        rule: 'files-cni-mode',
        given: {
          others: [{ executable: '/usr/bin/containerd', argv: ['containerd'] }],
          files: {
            [`${MANIFESTS}/10-a.conflist`]: '{}',
            [`${MANIFESTS}/20-b.conflist`]: { link: '/srv/elsewhere/b.conflist' },
          },
          directories: ['/var/lib'],
        },
        status: 'unknown',
        reason: ['20-b.conflist'],
      },
      {
        name: 'one of two kubelets that cannot be looked into',
        rule: 'kubelet-read-only-port',
        given: {
          kubelet: [
            { argv: ['--kubeconfig=/etc/kubernetes/kubelet.conf', '--config=/a/config.yaml'] },
            { argv: ['--kubeconfig=/etc/kubernetes/kubelet.conf', '--config=/b/config.yaml'] },
          ],
          files: { '/a/config.yaml': kubeletConfig() },
        },
        status: ['pass', 'unknown'],
      },
      {
        name: 'no option leaves out what belongs to no namespace',
        heldIn: 'the command line',
        shows: () => {
          const parse = () => parseCommandLine(['scan', '--include-namespaces', 'shop']);

          expect(parse).toThrow('There is no option --include-namespaces');
        },
      },
    ],
  },
  {
    number: 44,
    name: 'Rights of strangers that may not be looked at',
    truth:
      'A binding of `system:anonymous` fails; bindings that may not be listed are not bindings that are not there.',
    shown: [
      {
        name: 'bound',
        rule: 'cluster-rbac-no-anonymous-bindings',
        benchmark: GKE,
        given: rights(bound(STRANGERS)),
        status: 'fail',
      },
      {
        name: 'bindings refused',
        rule: 'cluster-rbac-no-anonymous-bindings',
        benchmark: GKE,
        given: refusing('rolebindings'),
        status: 'unknown',
      },
      {
        name: 'none',
        rule: 'cluster-rbac-no-anonymous-bindings',
        benchmark: GKE,
        given: rights(),
        status: 'pass',
      },
    ],
  },
  {
    number: 45,
    name: 'Nobody has cluster-admin but those who come with it',
    truth: "Without a binding of the site's own the control passes.",
    shown: [
      ...['cis-eks@2.0.0', 'cis-aks@1.8'].map((benchmark) => ({
        name: `no binding of the site's own, by ${benchmark}`,
        rule: 'cluster-rbac-cluster-admin',
        benchmark,
        given: rights(),
        status: 'pass' as const,
      })),
      {
        name: 'one person more',
        rule: 'cluster-rbac-cluster-admin',
        benchmark: 'cis-eks@2.0.0',
        given: rights(bound({ kind: 'User', name: 'ann' })),
        status: 'fail',
        reason: ['User ann'],
      },
    ],
  },
];
