import { expect } from 'vitest';
import { catalog } from './judge.ts';
import type { Demonstration, Situation, Trap } from './named-verdict.ts';
import { kubeletConfig } from './texts.ts';

const HABIT = '/var/lib/kubelet/config.yaml';
const KUBELET = ['--kubeconfig=/etc/kubernetes/kubelet.conf', `--config=${HABIT}`];
const BASE = { [HABIT]: kubeletConfig() };
const UNIT = '/etc/systemd/system/kubelet.service';
const UNIT_DIRECTORIES = [
  '/etc/systemd/system.control',
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
].map((directory) => `${directory}/kubelet.service.d`);

const withUnit = (name: string, argv: readonly string[], config: string, service: string): Situation => ({
  name,
  rule: 'kubelet-ip-address-deny',
  benchmark: 'cis-kubernetes@1.11',
  given: {
    kubelet: { argv: [...argv] },
    files: { [HABIT]: config, [UNIT]: `[Service]\nExecStart=/usr/bin/kubelet\n${service}` },
    directories: UNIT_DIRECTORIES,
  },
  status: 'fail',
});

const role = (name: string, rule: object, scope: object = { kind: 'ClusterRole' }) => ({
  ...scope,
  name,
  rules: [rule],
});

const given = (name: string, subject: object, scope: object = { kind: 'ClusterRoleBinding' }) => ({
  ...scope,
  name,
  role: { kind: 'ClusterRole', name },
  subjects: [subject],
});

const ANN = { kind: 'User', name: 'ann' };
const EVERYTHING = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
const SHOP = { kind: 'RoleBinding', namespace: 'shop' };

const pods = (
  name: string,
  rule: string,
  containers: readonly object[],
  more: Partial<Situation> = {},
): Situation => ({
  name,
  rule,
  given: { cluster: { podSpecs: [{ containers }], workloads: [{ namespace: 'shop', name: 'web' }] } },
  status: 'fail',
  ...more,
});

const controlHas = (benchmark: string, control: string, rule: string): Demonstration => ({
  name: `${benchmark} ${control}`,
  heldIn: rule,
  shows: () => {
    const found = catalog.benchmarks.find(({ name, version }) => `${name}@${version}` === benchmark);

    expect(found?.controls.find((one) => one.control === control)?.rules).toEqual([rule]);
  },
});

/** Ids of a framework for a topic. */
function idsOf(key: string, framework: string): readonly string[] {
  return catalog.mappings.find((one) => one.key === key)?.frameworks[framework] ?? [];
}

/** What scanners are known to test weakly, besides the numbered verdicts. */
export const TRAPS: readonly Trap[] = [
  {
    name: 'An address to listen on that is left out',
    truth: 'Controller manager and scheduler listen on every address unless they are told otherwise.',
    shown: ['kube-controller-manager', 'kube-scheduler'].map((component) => ({
      name: component,
      rule: `${component}-bind-address`,
      given: { [component]: { from: 'kubeadm', without: ['--bind-address'] } },
      status: 'fail',
    })),
  },
  {
    name: 'A name inside another name',
    truth: 'Gates and modes are compared as a whole.',
    shown: [
      {
        name: 'NoRotateKubeletServerCertificate=false',
        rule: 'kube-controller-manager-rotate-kubelet-server-cert',
        given: {
          'kube-controller-manager': {
            from: 'kubeadm',
            argv: ['--feature-gates=NoRotateKubeletServerCertificate=false'],
          },
        },
        status: 'pass',
      },
    ],
  },
  {
    name: 'A switch that is there and off',
    truth: '`--seccomp-default=false` is not on.',
    shown: [
      {
        name: 'seccompDefault: false',
        rule: 'kubelet-seccomp-default',
        given: { kubelet: { argv: [...KUBELET, '--seccomp-default=false'] }, files: BASE },
        status: 'fail',
      },
    ],
  },
  {
    name: 'A limit on events that any number meets',
    truth:
      "Zero becomes five events a second, and thousands are no limit worth the name, though the benchmark's sentence is content with them.",
    shown: [
      {
        name: 'eventRecordQPS: 0',
        rule: 'kubelet-event-qps',
        given: { kubelet: { argv: KUBELET }, files: { [HABIT]: kubeletConfig('eventRecordQPS: 0') } },
        status: 'pass',
      },
      {
        name: 'eventRecordQPS: 5000',
        rule: 'kubelet-event-qps',
        given: { kubelet: { argv: KUBELET }, files: { [HABIT]: kubeletConfig('eventRecordQPS: 5000') } },
        status: 'fail',
        letter: 'pass',
      },
    ],
  },
  {
    name: "An authority of etcd that is the cluster's own",
    truth: 'The certificates are compared by their keys, so a copy under another name is found.',
    shown: [
      {
        name: 'one authority in two files',
        rule: 'etcd-unique-ca',
        given: {
          etcd: {},
          'kube-apiserver': { argv: ['--client-ca-file=/etc/kubernetes/pki/ca.crt'] },
          files: { '/etc/kubernetes/pki/etcd/ca.crt': { authorities: ['cluster'] } },
        },
        status: 'fail',
        letter: 'pass',
      },
    ],
  },
  {
    name: 'A directive of systemd',
    truth: '`IPAddressDeny` stands in the unit of the kubelet; a flag or field of that name is none.',
    shown: [
      withUnit('not set', KUBELET, kubeletConfig(), ''),
      { ...withUnit('any', KUBELET, kubeletConfig(), 'IPAddressDeny=any\n'), status: 'pass' },
      withUnit('as a field', KUBELET, kubeletConfig('ipAddressDeny: any'), ''),
      {
        ...withUnit(
          'as a flag, with which no kubelet starts',
          [...KUBELET, '--ip-address-deny=any'],
          kubeletConfig(),
          '',
        ),
        status: 'error',
      },
    ],
  },
  {
    name: 'Wildcards in any role',
    truth:
      'A Role of one namespace counts like a ClusterRole, and a star among other words like a star alone.',
    shown: [
      {
        name: 'in a namespace',
        rule: 'cluster-rbac-wildcards',
        given: {
          cluster: {
            roles: [role('ops', { verbs: ['*'], resources: ['pods'] }, { kind: 'Role', namespace: 'shop' })],
          },
        },
        status: 'fail',
      },
      {
        name: 'among others',
        rule: 'cluster-rbac-wildcards',
        given: { cluster: { roles: [role('ops', { verbs: ['get', '*'], resources: ['pods'] })] } },
        status: 'fail',
      },
    ],
  },
  {
    name: 'Rights of people, not only of everybody',
    truth: 'Who may read Secrets or start Pods is asked of every subject that a binding names.',
    shown: [
      {
        name: 'Secrets',
        rule: 'cluster-rbac-secrets-read',
        given: {
          cluster: {
            roles: [role('reader', { verbs: ['get'], resources: ['secrets'] })],
            bindings: [given('reader', ANN)],
          },
        },
        status: 'fail',
        reason: ['User ann'],
      },
      {
        name: 'Pods',
        rule: 'cluster-rbac-create-pods',
        given: {
          cluster: {
            roles: [role('starter', { verbs: ['create'], resources: ['pods'] })],
            bindings: [given('starter', ANN)],
          },
        },
        status: 'fail',
        reason: ['User ann'],
      },
    ],
  },
  {
    name: 'Administrators by another name',
    truth: 'A role that may do everything counts by its rules, and in one namespace as well.',
    shown: [
      {
        name: 'an equal role of another name',
        rule: 'cluster-rbac-cluster-admin',
        given: { cluster: { roles: [role('ops', EVERYTHING)], bindings: [given('ops', ANN)] } },
        status: 'fail',
      },
      {
        name: 'by a RoleBinding',
        rule: 'cluster-rbac-cluster-admin',
        given: {
          cluster: {
            roles: [role('cluster-admin', EVERYTHING)],
            bindings: [given('cluster-admin', ANN, SHOP)],
          },
        },
        status: 'fail',
      },
    ],
  },
  {
    name: 'Privileges of every container',
    truth: 'Unset, privilege escalation is allowed; init and ephemeral containers are containers.',
    shown: [
      pods('unset', 'cluster-pod-allow-privilege-escalation', [{ name: 'web' }]),
      pods('an init container', 'cluster-pod-allow-privilege-escalation', [
        { name: 'first', role: 'init' },
        { name: 'web', allowPrivilegeEscalation: false },
      ]),
      pods('an ephemeral container', 'cluster-pod-privileged', [
        { name: 'web' },
        { name: 'debugger', role: 'ephemeral', privileged: true },
      ]),
    ],
  },
  {
    name: 'CNI files where the runtime has them',
    truth: "The runtime's configuration names the directory; the kubelet has had no say since 1.24.",
    shown: [
      {
        name: 'another directory',
        rule: 'files-cni-mode',
        given: {
          others: [{ executable: '/usr/bin/containerd', argv: ['containerd'] }],
          files: {
            '/etc/containerd/config.toml':
              'version = 3\n[plugins."io.containerd.cri.v1.runtime".cni]\nconf_dir = "/opt/cni"\n',
            '/opt/cni/10-site.conflist': '{}',
          },
          modes: { '/opt/cni/10-site.conflist': '0644' },
          directories: ['/var/lib'],
        },
        status: 'fail',
        reason: ['/opt/cni/10-site.conflist'],
      },
    ],
  },
  {
    name: 'Controls of AKS by their own subject',
    truth: 'Each control is joined to the rule on what it asks for.',
    shown: [
      controlHas('cis-aks@1.8', '3.2.2', 'kubelet-authz-mode'),
      controlHas('cis-aks@1.8', '3.1.3', 'files-azure-json-mode'),
    ],
  },
  {
    name: 'One strict rule among lax ones',
    truth:
      'On OpenShift, too, the Pods that run decide, not whether some constraint would have refused them.',
    shown: [
      pods('a privileged Pod', 'cluster-pod-privileged', [{ name: 'web', privileged: true }], {
        benchmark: 'cis-openshift@1.9',
      }),
    ],
  },
  {
    name: "The scheduler's own profiling",
    truth: 'What the controller manager is told says nothing about the scheduler.',
    shown: [
      {
        name: 'off in the controller manager only',
        rule: 'kube-scheduler-profiling',
        given: {
          'kube-controller-manager': { from: 'kubeadm', argv: ['--profiling=false'] },
          'kube-scheduler': { from: 'kubeadm' },
        },
        status: 'fail',
      },
    ],
  },
  {
    name: 'Topics of other frameworks',
    truth:
      "TLS to etcd, encryption at rest and the provider that writes have each their own item of the NSA's list.",
    shown: [
      {
        name: 'etcd and encryption',
        heldIn: 'the catalog',
        shows: () => {
          const keys = ['apiserver.etcd-ca', 'apiserver.encryption-config', 'apiserver.encryption-provider'];

          const ids = keys.map((key) => idsOf(key, 'nsa-cisa-hardening'));

          expect(ids).toEqual([['5.1'], ['6.1'], ['6.2']]);
        },
      },
    ],
  },
  {
    name: 'A mode that is a smaller number',
    truth: 'Modes are compared bit by bit: 0577 is less than 0600 as a number and lets everybody write.',
    shown: [
      {
        name: '0577',
        rule: 'files-kubelet-config-mode',
        given: { kubelet: { argv: KUBELET }, files: BASE, modes: { [HABIT]: '0577' } },
        status: 'fail',
      },
    ],
  },
  {
    name: 'Namespaces that are in use',
    truth: 'Several namespaces are no finding; whether they divide the right things is left to a person.',
    shown: [
      {
        name: 'two namespaces',
        rule: 'cluster-general-namespaces',
        given: {
          cluster: {
            podSpecs: [{ containers: [{ name: 'web' }] }],
            workloads: [
              { namespace: 'shop', name: 'web' },
              { namespace: 'search', name: 'web' },
            ],
          },
        },
        status: 'manual',
      },
    ],
  },
  {
    name: 'Pods that are admitted without PodSecurityPolicy',
    truth: 'Where that kind is gone the labels of Pod Security Admission count.',
    shown: [
      {
        name: 'enforced by label',
        rule: 'cluster-pod-policy-mechanism',
        given: {
          cluster: {
            namespaces: [{ name: 'shop', podSecurity: { enforce: 'restricted' } }],
            podSpecs: [{ containers: [{ name: 'web' }] }],
            workloads: [{ namespace: 'shop', name: 'web' }],
          },
        },
        status: 'pass',
      },
    ],
  },
];
