import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Check } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClusterFacts, ClusterSchema } from '../../src/model/cluster.ts';
import { type ControlPlane, startControlPlane } from '../nodes/control-plane.ts';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../nodes/programs/kubernetes.ts';
import { until } from '../nodes/until.ts';
import { factsBy, notListed } from './support/facts.ts';
import { requestCertificate } from './support/signing-request.ts';

const EVERYTHING = fileURLToPath(new URL('support/everything.yaml', import.meta.url));
const THINGS = [
  { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'a', namespace: 'shop' } },
  { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'b', namespace: 'shop' } },
  { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata: { name: 'one' } },
  { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata: { name: 'two' } },
  { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata: { name: 'three' } },
];
/** Made by controllers, or by us, of all that makes Pods. */
const PODS = 8;

async function fill(controlPlane: ControlPlane): Promise<void> {
  const { kubectl, directory } = controlPlane;
  await kubectl('apply', '-f', EVERYTHING);
  await kubectl('wait', '--for=condition=Established', 'crd', '--all');
  const things = join(directory, 'things.json');
  await writeFile(things, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: THINGS }));
  await kubectl('apply', '-f', things);
  await requestCertificate(controlPlane, 'ada', 'O=operators, O=dev, CN=ada');
  await requestCertificate(controlPlane, 'waiting', 'O=dev, CN=bob');
  await kubectl('certificate', 'approve', 'ada');
  const signed = () => kubectl('get', 'csr', 'ada', '-o=jsonpath={.status.certificate}');
  await until('the certificate is signed', 30_000, async () => (await signed()) || null);
  const pods = async () => (await kubectl('get', 'pods', '-A', '-o=name')).trim().split('\n').length;
  await until(
    'controllers have made their Pods',
    60_000,
    async () => ((await pods()) === PODS ? true : null),
    () => kubectl('get', 'pods', '-A'),
  );
}

describe.each(Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[])(
  'a cluster of %s with something of everything',
  (version) => {
    let controlPlane: ControlPlane;
    let facts: ClusterFacts;

    beforeAll(async () => {
      controlPlane = await startControlPlane({ version });
      await fill(controlPlane);
      facts = await factsBy(controlPlane.kubeconfig);
    });

    afterAll(() => controlPlane?.stop());

    /** Those of the namespace that the test made. */
    function shop<T extends { namespace: string | null }>(list: readonly T[]): T[] {
      return list.filter(({ namespace }) => namespace === 'shop');
    }

    it('is listed whole', () => {
      expect(notListed(facts)).toEqual(['podsecuritypolicies: absent']);
      expect(facts).toMatchObject({
        server: controlPlane.component('kube-apiserver').url,
        version: { state: 'present', value: `v${version}` },
        access: { credentials: 'client-certificate', subject: 'O=system:masters, CN=kubernetes-super-admin' },
      });
      expect(Check(ClusterSchema, facts)).toBe(true);
    });

    it('counts as kubectl counts', async () => {
      for (const kind of [
        'pods',
        'replicasets',
        'serviceaccounts',
        'clusterroles',
        'rolebindings',
        'services',
      ]) {
        const names = (await controlPlane.kubectl('get', kind, '-A', '-o=name')).trim().split('\n');

        expect([kind, facts.kinds[kind]]).toEqual([kind, { state: 'listed', count: names.length }]);
      }
    });

    it('has namespaces and nodes with what tells about them', () => {
      expect(facts.namespaces.find(({ name }) => name === 'shop')).toEqual({
        name: 'shop',
        phase: 'Active',
        podSecurity: { enforce: 'baseline', audit: 'restricted' },
      });
      expect(facts.nodes).toEqual([
        expect.objectContaining({
          name: 'worker-1',
          roles: ['worker'],
          providerID: 'aws:///eu-west-1a/i-0',
          labels: { 'eks.amazonaws.com/nodegroup': 'main', 'kubernetes.io/os': 'linux' },
          annotations: ['k3s.io/node-args'],
        }),
      ]);
    });

    it('has its workloads once each, with template and Pods alike', () => {
      const workload = (kind: string, name: string, more: object = {}) =>
        expect.objectContaining({ kind, name, notKept: 0, staticPod: false, ...more });
      const both = (pods: number, withToken = pods) => ({
        variants: [expect.objectContaining({ template: true, pods, withToken, ended: 0 })],
      });

      expect(shop(facts.workloads)).toEqual([
        workload('Pod', 'alone', {
          variants: [expect.objectContaining({ template: false, pods: 1, withToken: 0 })],
        }),
        workload('StatefulSet', 'db', both(1)),
        workload('CronJob', 'nightly', both(0)),
        workload('ReplicationController', 'old', both(1)),
        workload('Job', 'once', both(1)),
        workload('Deployment', 'web', both(2)),
      ]);
      expect(facts.workloads.filter(({ namespace }) => namespace === 'kube-system')).toEqual([
        workload('DaemonSet', 'agent', both(1)),
        workload('Pod', 'etcd-worker-1', { staticPod: true }),
      ]);
    });

    it('has the security side of their specs', () => {
      const specOf = (wanted: string) => {
        const workload = facts.workloads.find(({ name }) => name === wanted);
        return facts.podSpecs[workload?.variants[0]?.spec ?? -1];
      };

      expect(specOf('web')).toEqual({
        hostNetwork: false,
        hostPID: false,
        hostIPC: false,
        hostPaths: [],
        serviceAccount: 'default',
        tokenVolumes: [],
        secretVolumes: [],
        runAsNonRoot: true,
        seccomp: 'RuntimeDefault',
        sysctls: [],
        containers: [
          expect.objectContaining({ name: 'init', role: 'init', imagePullPolicy: 'Always' }),
          {
            name: 'web',
            role: 'main',
            image: 'nginx:1.29',
            imagePullPolicy: 'IfNotPresent',
            privileged: false,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            addedCapabilities: [],
            droppedCapabilities: ['ALL'],
            hostPorts: [],
            secretEnvironment: [{ variable: 'PASSWORD', secret: 'db' }],
          },
        ],
      });
      expect(specOf('agent')).toMatchObject({
        hostNetwork: true,
        hostPID: true,
        hostPaths: ['/'],
        containers: [{ privileged: true, hostPorts: [9100] }],
      });
    });

    it('has accounts and tokens without their secrets', () => {
      expect(shop(facts.serviceAccounts)).toEqual([
        { namespace: 'shop', name: 'default', secrets: 0, cloudIdentity: [] },
        {
          namespace: 'shop',
          name: 'web',
          automount: false,
          secrets: 0,
          cloudIdentity: ['eks.amazonaws.com/role-arn'],
        },
      ]);
      expect(facts.tokenSecrets).toEqual([
        expect.objectContaining({ namespace: 'shop', name: 'web-token', account: 'web', invalidSince: null }),
      ]);
      expect(facts.bootstrapTokens).toEqual([
        {
          name: 'bootstrap-token-abcdef',
          expiration: '2099-01-01T00:00:00Z',
          usages: ['authentication'],
          groups: ['system:bootstrappers:kubeadm:default-node-token', 'system:bootstrappers:more'],
        },
      ]);
      expect(facts.signingRequests).toEqual([
        expect.objectContaining({
          name: 'ada',
          signer: 'kubernetes.io/kube-apiserver-client',
          username: 'kubernetes-super-admin',
          state: 'approved',
          subject: { commonName: 'ada', organizations: ['dev', 'operators'] },
          notAfter: expect.stringMatching(/^20\d\d-/),
        }),
        expect.objectContaining({
          name: 'waiting',
          state: 'pending',
          subject: { commonName: 'bob', organizations: ['dev'] },
          notAfter: null,
        }),
      ]);
    });

    it('has roles and bindings', () => {
      expect(shop(facts.roles)).toEqual([
        {
          kind: 'Role',
          namespace: 'shop',
          name: 'reader',
          labels: { 'app.kubernetes.io/managed-by': 'Helm' },
          rules: [
            {
              verbs: ['get'],
              apiGroups: [''],
              resources: ['secrets'],
              resourceNames: ['db'],
              nonResourceURLs: [],
            },
          ],
          aggregates: null,
        },
      ]);
      expect(facts.roles.find(({ name }) => name === 'whole')).toMatchObject({
        kind: 'ClusterRole',
        namespace: null,
        aggregates: [{ 'rbac.authorization.k8s.io/aggregate-to-whole': 'true' }],
        // Put together by the controller.
        rules: [{ nonResourceURLs: ['/metrics'] }, { resources: ['*'] }],
      });
      expect(shop(facts.bindings)).toEqual([
        {
          kind: 'RoleBinding',
          namespace: 'shop',
          name: 'reader',
          labels: {},
          role: { kind: 'Role', name: 'reader' },
          subjects: [
            { kind: 'ServiceAccount', namespace: 'shop', name: 'web' },
            { kind: 'User', namespace: null, name: 'ada' },
            { kind: 'Group', namespace: null, name: 'developers' },
          ],
        },
      ]);
      expect(facts.bindings.find(({ name }) => name === 'cluster-admin')).toMatchObject({
        kind: 'ClusterRoleBinding',
        labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
      });
    });

    it('has what guards the network', () => {
      expect(facts.networkPolicies).toEqual([
        {
          namespace: 'shop',
          name: 'deny',
          everyPod: true,
          directions: ['Ingress'],
          ingressRules: 0,
          egressRules: 0,
        },
        {
          namespace: 'shop',
          name: 'some',
          everyPod: false,
          directions: ['Egress', 'Ingress'],
          ingressRules: 0,
          egressRules: 1,
        },
      ]);
      expect(shop(facts.services)).toEqual([
        {
          namespace: 'shop',
          name: 'web',
          type: 'LoadBalancer',
          externalIPs: ['192.0.2.7'],
          loadBalancer: ['service.beta.kubernetes.io/aws-load-balancer-internal'],
        },
      ]);
      expect(facts.ingresses).toEqual([
        {
          namespace: 'shop',
          name: 'web',
          hosts: ['old.example.com', 'shop.example.com'],
          tlsHosts: ['shop.example.com'],
          tlsForAll: false,
        },
      ]);
    });

    it('has what guards admission', () => {
      const rules = [{ operations: ['CREATE'], apiGroups: ['example.com'], resources: ['things'] }];

      expect(facts.webhooks).toEqual([
        {
          kind: 'ValidatingWebhookConfiguration',
          name: 'kyverno',
          webhooks: [
            {
              name: 'validate.kyverno.svc',
              calls: 'kyverno/kyverno-svc',
              failurePolicy: 'Ignore',
              rules,
              narrowed: false,
            },
          ],
        },
        {
          kind: 'MutatingWebhookConfiguration',
          name: 'mesh',
          webhooks: [
            {
              name: 'mesh.example.com',
              calls: 'mesh.example.com',
              failurePolicy: 'Ignore',
              rules,
              narrowed: true,
              namespaces: [],
            },
          ],
        },
      ]);
      expect(facts.admissionPolicies).toEqual([
        {
          name: 'no-latest',
          failurePolicy: 'Fail',
          rules: [{ operations: ['CREATE'], apiGroups: ['apps'], resources: ['deployments'] }],
          validations: 1,
          narrowed: false,
        },
      ]);
      expect(facts.admissionPolicyBindings).toEqual([
        {
          name: 'no-latest',
          policy: 'no-latest',
          actions: ['Deny', 'Audit'],
          narrowed: true,
          namespaces: ['shop'],
        },
      ]);
    });

    it('has what is installed, counted where it matters', () => {
      expect(facts.csiDrivers).toEqual(['secrets-store.csi.k8s.io']);
      expect(facts.customResourceDefinitions).toEqual([
        'ciliumnetworkpolicies.cilium.io',
        'clusterpolicies.kyverno.io',
        'things.example.com',
      ]);
      expect(facts.customResources).toEqual([
        { definition: 'ciliumnetworkpolicies.cilium.io', count: 2, namespaces: ['shop'] },
        { definition: 'clusterpolicies.kyverno.io', count: 3, namespaces: [], refusing: 0, refusesIn: [] },
      ]);
    });

    it('has what lies in the namespace default', () => {
      expect(facts.defaultNamespace).toEqual([
        { kind: 'ConfigMap', count: 2, names: ['kube-root-ca.crt', 'lying-about'] },
        { kind: 'Secret', count: 1, names: ['lying-about'] },
        { kind: 'PersistentVolumeClaim', count: 1, names: ['data'] },
        { kind: 'HorizontalPodAutoscaler', count: 1, names: ['web'] },
        { kind: 'PodDisruptionBudget', count: 1, names: ['web'] },
      ]);
    });

    it('gives away no secret', async () => {
      const kubeconfig = await readFile(controlPlane.kubeconfig, 'utf8');
      const text = JSON.stringify(facts);

      expect(text).not.toMatch(/never-to-be-seen|0123456789abcdef|MDEyMzQ1Njc4OWFiY2RlZg|PRIVATE KEY/);
      for (const [data] of kubeconfig.matchAll(/[A-Za-z0-9+/=]{100,}/g)) expect(text).not.toContain(data);
    });
  },
);
