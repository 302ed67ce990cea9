import type { NamedVerdict } from './named-verdict.ts';
import { kubeletConfig } from './texts.ts';

const HABIT = '/var/lib/kubelet/config.yaml';
const OPEN = kubeletConfig('authentication: { anonymous: { enabled: true } }', 'readOnlyPort: 10255');
const CLOSED = kubeletConfig('authentication: { anonymous: { enabled: false } }');
const KUBECONFIG = '--kubeconfig=/etc/kubernetes/kubelet.conf';

/** A kubelet whose `--config` is written so, beside a file at the usual place that says the opposite. */
const named = (written: string, path: string) => ({
  name: written,
  rule: 'kubelet-anonymous-auth',
  given: { kubelet: { argv: [KUBECONFIG, `--config=${written}`] } },
  path,
});

/** Kubelet rules that a kubelet passes with these arguments and files. */
const passes = (given: { argv: string[]; files?: Record<string, string> }, rules: readonly string[]) =>
  rules.map((rule) => ({
    name: rule,
    rule,
    given: { kubelet: { argv: given.argv }, files: given.files ?? {} },
    status: 'pass' as const,
  }));

const byFlags = [
  KUBECONFIG,
  '--anonymous-auth=false',
  '--authorization-mode=Webhook',
  '--client-ca-file=/etc/kubernetes/pki/ca.crt',
  '--read-only-port=0',
  '--rotate-certificates=true',
];

/** Where a kubelet takes its settings from, what wins and what holds where nothing is said. */
export const KUBELET_SOURCES: readonly NamedVerdict[] = [
  {
    number: 10,
    name: 'A configuration file of another name',
    truth: 'The file that `--config` names is judged, whatever lies at the usual place.',
    shown: [
      ...[
        named('/etc/kubernetes/kubelet-config.yaml', '/etc/kubernetes/kubelet-config.yaml'),
        named('etc/kubernetes/kubelet-config.yaml', '/etc/kubernetes/kubelet-config.yaml'),
        named('/etc/eksctl/kubelet.yaml', '/etc/eksctl/kubelet.yaml'),
      ].flatMap(({ path, given, ...rest }) => [
        {
          ...rest,
          name: `${rest.name}, closed`,
          given: { ...given, files: { [path]: CLOSED, [HABIT]: OPEN } },
          status: 'pass' as const,
        },
        {
          ...rest,
          name: `${rest.name}, open`,
          given: { ...given, files: { [path]: OPEN, [HABIT]: CLOSED } },
          status: 'fail' as const,
        },
      ]),
      {
        name: 'its mode',
        rule: 'files-kubelet-config-mode',
        given: {
          kubelet: { argv: [KUBECONFIG, '--config=/etc/kubernetes/kubelet-config.yaml'] },
          files: { '/etc/kubernetes/kubelet-config.yaml': CLOSED, [HABIT]: CLOSED },
          modes: { '/etc/kubernetes/kubelet-config.yaml': '0744' },
        },
        status: 'fail',
        reason: ['/etc/kubernetes/kubelet-config.yaml'],
      },
    ],
  },
  {
    number: 11,
    name: 'A kubelet without a configuration file',
    truth: 'Flags alone are enough; a file that no kubelet reads is not asked for.',
    shown: [
      ...passes({ argv: byFlags }, [
        'kubelet-anonymous-auth',
        'kubelet-authz-mode',
        'kubelet-client-ca',
        'kubelet-read-only-port',
        'kubelet-rotate-certs',
      ]),
      {
        name: 'its mode',
        rule: 'files-kubelet-config-mode',
        given: { kubelet: { argv: byFlags }, files: { [HABIT]: OPEN }, modes: { [HABIT]: '0666' } },
        status: 'not-applicable',
      },
    ],
  },
  {
    number: 12,
    name: 'Drop-ins over the configuration file',
    truth: 'Drop-ins are merged over the file, in the order of their names; what none of them says stays.',
    shown: [
      {
        name: 'a drop-in closes',
        rule: 'kubelet-anonymous-auth',
        given: {
          kubelet: { argv: [KUBECONFIG, `--config=${HABIT}`, '--config-dir=/d'] },
          files: { [HABIT]: OPEN, '/d/10-site.conf': CLOSED },
        },
        status: 'pass',
      },
      {
        name: 'a drop-in opens',
        rule: 'kubelet-anonymous-auth',
        given: {
          kubelet: { argv: [KUBECONFIG, `--config=${HABIT}`, '--config-dir=/d'] },
          files: { [HABIT]: CLOSED, '/d/10-site.conf': OPEN, '/d/05-early.conf': CLOSED },
        },
        status: 'fail',
      },
      {
        name: 'a drop-in about its neighbour',
        rule: 'kubelet-client-ca',
        given: {
          kubelet: { argv: [KUBECONFIG, `--config=${HABIT}`, '--config-dir=/d'] },
          files: {
            [HABIT]: kubeletConfig('authentication: { x509: { clientCAFile: /etc/kubernetes/pki/ca.crt } }'),
            '/d/10-site.conf': CLOSED,
          },
        },
        status: 'pass',
      },
      {
        name: 'what neither says has its default',
        rule: 'kubelet-event-qps',
        given: {
          kubelet: { argv: [KUBECONFIG, `--config=${HABIT}`, '--config-dir=/d'] },
          files: { [HABIT]: CLOSED, '/d/10-site.conf': CLOSED },
        },
        status: 'pass',
      },
    ],
  },
  {
    number: 13,
    name: 'Defaults with a configuration file',
    truth:
      'With a configuration file nobody is anonymous, rights are asked for by webhook and no read-only port is open.',
    shown: passes({ argv: [KUBECONFIG, `--config=${HABIT}`], files: { [HABIT]: kubeletConfig() } }, [
      'kubelet-anonymous-auth',
      'kubelet-authz-mode',
      'kubelet-read-only-port',
    ]),
  },
  {
    number: 14,
    name: 'Defaults without a configuration file',
    truth:
      'Without a configuration file the old defaults hold: anybody may do anything, and port 10255 is open. Of the port the benchmark only says what it is to be where it is set.',
    shown: [
      { name: 'anonymous', rule: 'kubelet-anonymous-auth', given: { kubelet: {} }, status: 'fail' },
      { name: 'rights', rule: 'kubelet-authz-mode', given: { kubelet: {} }, status: 'fail' },
      {
        name: 'port',
        rule: 'kubelet-read-only-port',
        given: { kubelet: {} },
        status: 'fail',
        letter: 'pass',
      },
    ],
  },
  {
    number: 15,
    name: 'A default that the benchmark takes for another',
    truth:
      'Client certificates are not renewed unless it is asked for. The benchmark only forbids to switch it off, so its sentence holds.',
    shown: [
      {
        name: 'rotateCertificates unset',
        rule: 'kubelet-rotate-certs',
        given: { kubelet: { argv: [KUBECONFIG, `--config=${HABIT}`] }, files: { [HABIT]: kubeletConfig() } },
        status: 'fail',
        letter: 'pass',
      },
      {
        name: 'rotateCertificates: false',
        rule: 'kubelet-rotate-certs',
        given: {
          kubelet: { argv: [KUBECONFIG, `--config=${HABIT}`] },
          files: { [HABIT]: kubeletConfig('rotateCertificates: false') },
        },
        status: 'fail',
      },
    ],
  },
  {
    number: 16,
    name: 'Defaults that are as they should be',
    truth:
      'What is on by default needs no setting. The gate for serving certificates is on by default, too, but alone does nothing.',
    shown: [
      ...passes({ argv: [KUBECONFIG, `--config=${HABIT}`], files: { [HABIT]: kubeletConfig() } }, [
        'kubelet-iptables-util-chains',
      ]),
      {
        name: 'the gate alone',
        rule: 'kubelet-rotate-server-cert',
        given: { kubelet: { argv: [KUBECONFIG, `--config=${HABIT}`] }, files: { [HABIT]: kubeletConfig() } },
        status: 'fail',
        letter: 'pass',
      },
      {
        name: 'the gate by default, and the switch',
        rule: 'kubelet-rotate-server-cert',
        given: {
          kubelet: { argv: [KUBECONFIG, `--config=${HABIT}`] },
          files: { [HABIT]: kubeletConfig('serverTLSBootstrap: true') },
        },
        status: 'pass',
      },
      ...['kube-apiserver-admission-namespacelifecycle', 'kube-apiserver-admission-serviceaccount'].map(
        (rule) => ({
          name: rule,
          rule,
          given: { 'kube-apiserver': { from: 'kubeadm' as const } },
          status: 'pass' as const,
        }),
      ),
    ],
  },
  {
    number: 26,
    name: 'A configuration file in JSON',
    truth: "OpenShift writes the kubelet's configuration in JSON; it says the same.",
    shown: [
      {
        name: 'kubelet.conf of OpenShift',
        rule: 'kubelet-anonymous-auth',
        given: {
          kubelet: {
            argv: [
              '--kubeconfig=/var/lib/kubelet/kubeconfig',
              '--config=/etc/kubernetes/kubelet.conf',
              '--node-labels=node.openshift.io/os_id=rhel',
            ],
          },
          files: {
            '/etc/kubernetes/kubelet.conf':
              '{"kind":"KubeletConfiguration","apiVersion":"kubelet.config.k8s.io/v1beta1","authentication":{"anonymous":{"enabled":false}}}',
          },
        },
        status: 'pass',
      },
    ],
  },
  {
    number: 27,
    name: 'A serving certificate that the cluster issues',
    truth: 'With `serverTLSBootstrap` the certificate comes from the cluster, and no file is to be named.',
    shown: [
      {
        name: 'serverTLSBootstrap: true',
        rule: 'kubelet-tls-cert',
        given: {
          kubelet: { argv: [KUBECONFIG, `--config=${HABIT}`] },
          files: { [HABIT]: kubeletConfig('serverTLSBootstrap: true') },
        },
        status: 'pass',
        letter: 'fail',
      },
    ],
  },
];
