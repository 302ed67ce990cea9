import { describe, expect, it } from 'vitest';
import { PROPERTIES_IN_FILES } from '../../src/components/cluster/files-scope.ts';
import { CLUSTER_PROPERTIES } from '../../src/components/cluster/properties.ts';
import type { Finding } from '../../src/model/finding.ts';
import { benchmarkFor, catalog } from '../cases/judge-case.ts';
import { conforming } from '../live/support/schemas.ts';
import { asFiles, judged } from './as-files.ts';

/** Of these no file says anything: who they are, what runs, what was installed. */
const ONLY_A_CLUSTER = [
  ...['client-certificate-users', 'long-lived-tokens', 'bootstrap-tokens', 'system-masters'],
  ...['network-engines', 'image-verifiers', 'secret-stores', 'namespaces-in-use'],
];

const SAFE_POD = `automountServiceAccountToken: false
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      containers:
      - name: web
        image: registry.example/web:1
        securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
`;

function deployment(pod: string, namespace = 'shop'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      ${pod}`;
}

function binding(role: string, subject = 'ServiceAccount, name: web, namespace: shop'): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}
subjects: [{kind: ${subject}}]
`;
}

function role(name: string, resources: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ${name}}
rules: [{apiGroups: [""], resources: [${resources}], verbs: [get]}]
`;
}

const API_SERVER =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: kube-system}\nspec: {containers: [{name: a, image: "kube-apiserver:v1.34.1", command: [kube-apiserver]}]}\n';
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
const POLICY =
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: n, namespace: shop}\nspec: {podSelector: {}}\n';
const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: shop}\n';

function finding(rule: string, ...documents: string[]): Finding {
  const { name, version } = benchmarkFor(rule, undefined);
  const asked = { rules: [rule], benchmark: `${name}@${version}` };
  const [only] = judged(asFiles({ 'f.yaml': documents.join('---\n') }), asked).findings;
  if (only === undefined) throw new Error(`no finding of ${rule}`);
  return only;
}

describe('what files can say about a cluster', () => {
  it('is decided for every property', () => {
    expect([...PROPERTIES_IN_FILES, ...ONLY_A_CLUSTER].sort()).toEqual(
      Object.keys(CLUSTER_PROPERTIES).sort(),
    );
  });

  it.each<[string, string, Finding['status'], readonly string[]]>([
    ['a good workload', 'cluster-pod-privileged', 'pass', [deployment(SAFE_POD)]],
    [
      'a bad workload',
      'cluster-pod-run-as-root',
      'fail',
      [deployment('containers: [{name: c, image: i}]\n')],
    ],
    ['no workload', 'cluster-pod-privileged', 'not-applicable', [NAMESPACE]],
    [
      'a workload of the system',
      'cluster-pod-privileged',
      'not-applicable',
      [deployment(SAFE_POD, 'kube-system')],
    ],
    ['a token that is switched off', 'cluster-sa-token-mounts', 'pass', [deployment(SAFE_POD)]],
    [
      'a token that an account elsewhere may switch off',
      'cluster-sa-token-mounts',
      'unknown',
      [deployment('containers: [{name: c, image: i}]\n')],
    ],
    ['a role of Kubernetes', 'cluster-rbac-cluster-admin', 'fail', [binding('cluster-admin')]],
    [
      'a role of Kubernetes that gives other things',
      'cluster-rbac-cluster-admin',
      'pass',
      [binding('system:basic-user')],
    ],
    ['a role of Kubernetes that others add to', 'cluster-rbac-secrets-read', 'unknown', [binding('view')]],
    ['what is in such a role anyway', 'cluster-rbac-secrets-read', 'fail', [binding('edit')]],
    ['a role in the files', 'cluster-rbac-secrets-read', 'fail', [binding('r'), role('r', 'secrets')]],
    ['a harmless role in the files', 'cluster-rbac-secrets-read', 'pass', [binding('r'), role('r', 'pods')]],
    ['a role that is elsewhere', 'cluster-rbac-secrets-read', 'unknown', [binding('r')]],
    ['a role that nobody is bound to', 'cluster-rbac-secrets-read', 'not-applicable', [role('r', 'secrets')]],
    [
      'a role that is put together in the cluster',
      'cluster-rbac-secrets-read',
      'unknown',
      [
        binding('r'),
        role('r', 'pods').replace('rules:', 'aggregationRule: {clusterRoleSelectors: []}\nrules:'),
      ],
    ],
    [
      'everybody',
      'cluster-rbac-no-anonymous-bindings',
      'fail',
      [binding('view', 'User, name: "system:anonymous"')],
    ],
    ['a namespace without policy', 'cluster-net-namespace-policies', 'unknown', [NAMESPACE]],
    ['a namespace with its policy', 'cluster-net-namespace-policies', 'pass', [NAMESPACE, POLICY]],
    ['a policy alone', 'cluster-net-namespace-policies', 'not-applicable', [POLICY]],
    ['a namespace without labels', 'cluster-pod-policy-mechanism', 'unknown', [NAMESPACE]],
    ['a default account with its token', 'cluster-sa-default-unused', 'fail', [ACCOUNT]],
    [
      'a default account without its token',
      'cluster-sa-default-unused',
      'unknown',
      [`${ACCOUNT}automountServiceAccountToken: false\n`],
    ],
    ['no account', 'cluster-sa-default-unused', 'not-applicable', [deployment(SAFE_POD)]],
    ['the namespace default', 'cluster-general-default-namespace', 'fail', [deployment(SAFE_POD, 'default')]],
    ['another namespace', 'cluster-general-default-namespace', 'pass', [deployment(SAFE_POD)]],
    [
      'a namespace that whoever applies it chooses',
      'cluster-general-default-namespace',
      'unknown',
      [deployment(SAFE_POD).replace(', namespace: shop', '')],
    ],
    ['the network engine', 'cluster-net-cni-supports-policy', 'not-applicable', [deployment(SAFE_POD)]],
    ['who signs in', 'cluster-authn-no-client-cert-users', 'not-applicable', [binding('view')]],
    ['modes of files', 'files-apiserver-manifest-mode', 'not-applicable', [NAMESPACE]],
  ])('%s: %s is %s', (_, rule, status, documents) => {
    const { reason, ...found } = finding(rule, ...documents);

    expect([found.status, reason]).toEqual([status, expect.stringMatching(/\.$/)]);
  });

  it('names the line of each object that decides', () => {
    const { evidence, locations } = finding(
      'cluster-rbac-cluster-admin',
      NAMESPACE,
      binding('cluster-admin'),
    );

    expect(locations).toEqual([{ path: 'f.yaml', line: 5 }]);
    expect(evidence.map(({ origin }) => origin)).toContainEqual({ kind: 'file', path: 'f.yaml', line: 5 });
  });

  it('claims no proof and asks nobody', () => {
    const facts = conforming('snapshot', asFiles({ 'f.yaml': deployment(SAFE_POD), 'api.yaml': API_SERVER }));
    const { findings } = conforming('report', judged(facts));

    const outcomes = new Set(findings.map(({ proof }) => proof.outcome));
    expect([...outcomes]).toEqual(['not-attempted']);
    expect(findings.length).toBeGreaterThanOrEqual(catalog.benchmarks.at(-1)?.controls.length ?? 0);
  });
});

describe('a default of a component whose version no file tells', () => {
  const unversioned = 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n';

  it.each([
    ['audit-log-maxage', 366, '1.36'],
    ['audit-log-path', null, '1.18 to 1.36'],
  ])('%s is quoted for the versions that have it', (setting, value, version) => {
    const { evidence } = finding('kube-apiserver-audit-log-maxage', unversioned);

    expect(evidence.find((one) => one.setting === setting)).toMatchObject({
      value,
      origin: { kind: 'default', version },
    });
  });
});
