import type { NamedVerdict } from './named-verdict.ts';
import { AUDIT_POLICY, kubeletConfig } from './texts.ts';

const CONFIG = '/var/lib/kubelet/config.yaml';
const AUDIT = {
  flags: ['--audit-log-path=/var/log/audit.log', '--audit-policy-file=/etc/kubernetes/audit.yaml'],
  files: { '/etc/kubernetes/audit.yaml': AUDIT_POLICY },
};

const anonymous = (...argv: string[]) => ({
  name: argv.join(' '),
  rule: 'kubelet-anonymous-auth',
  given: { kubelet: { argv } },
});

const idle = (flag: string) => ({
  name: flag,
  rule: 'kubelet-streaming-idle-timeout',
  given: { kubelet: { argv: [flag] } },
});

/** How flags are written. */
export const FLAG_SYNTAX: readonly NamedVerdict[] = [
  {
    number: 1,
    name: 'A mode as the next word',
    truth:
      'A value may stand in the next word: `--authorization-mode AlwaysAllow` lets everybody do everything.',
    shown: [
      {
        name: 'AlwaysAllow',
        rule: 'kubelet-authz-mode',
        given: { kubelet: { argv: ['--authorization-mode', 'AlwaysAllow'] } },
        status: 'fail',
      },
      {
        name: 'Webhook',
        rule: 'kubelet-authz-mode',
        given: {
          kubelet: {
            argv: ['--kubeconfig=/etc/kubernetes/kubelet.conf', '--authorization-mode', 'Webhook'],
          },
        },
        status: 'pass',
      },
    ],
  },
  {
    number: 2,
    name: 'A number as the next word',
    truth: '`--audit-log-maxage 30` in two words is 30 days.',
    shown: [
      {
        name: '30, with a log',
        rule: 'kube-apiserver-audit-log-maxage',
        given: {
          'kube-apiserver': { from: 'kubeadm', argv: [...AUDIT.flags, '--audit-log-maxage', '30'] },
          files: AUDIT.files,
        },
        status: 'pass',
      },
      {
        name: '29, with a log',
        rule: 'kube-apiserver-audit-log-maxage',
        given: {
          'kube-apiserver': { from: 'kubeadm', argv: [...AUDIT.flags, '--audit-log-maxage', '29'] },
          files: AUDIT.files,
        },
        status: 'fail',
      },
    ],
  },
  {
    number: 3,
    name: 'A value behind an equals sign',
    truth:
      '`--read-only-port=26492` opens a port to everybody, and `--make-iptables-util-chains=false` is off.',
    shown: [
      {
        name: 'a port',
        rule: 'kubelet-read-only-port',
        given: { kubelet: { argv: ['--read-only-port=26492'] } },
        status: 'fail',
      },
      {
        name: 'a switch',
        rule: 'kubelet-iptables-util-chains',
        given: { kubelet: { argv: ['--make-iptables-util-chains=false'] } },
        status: 'fail',
      },
    ],
  },
  {
    number: 4,
    name: 'Booleans as Go reads them',
    truth: '`f` and `0` are false, `T` and `1` are true, and a switch without a value is on.',
    shown: [
      { ...anonymous('--anonymous-auth=f'), status: 'pass' },
      { ...anonymous('--anonymous-auth=0'), status: 'pass' },
      { ...anonymous('--anonymous-auth=T'), status: 'fail' },
      { ...anonymous('--anonymous-auth=1'), status: 'fail' },
      { ...anonymous('--anonymous-auth'), status: 'fail' },
    ],
  },
  {
    number: 5,
    name: 'A flag given twice',
    truth: 'The last one counts.',
    shown: [
      { ...anonymous('--anonymous-auth=false', '--v=2', '--anonymous-auth=true'), status: 'fail' },
      { ...anonymous('--anonymous-auth=true', '--v=2', '--anonymous-auth=false'), status: 'pass' },
    ],
  },
  {
    number: 6,
    name: 'A duration of zero by flag',
    truth: '`0s` by flag switches the idle timeout off; `0h5m0s` begins with 0 and is five minutes.',
    shown: [
      { ...idle('--streaming-connection-idle-timeout=0s'), status: 'fail' },
      { ...idle('--streaming-connection-idle-timeout=0h5m0s'), status: 'pass' },
    ],
  },
  {
    number: 7,
    name: 'A duration of zero in the file',
    truth: 'Zero in the configuration file, which kubeadm writes, is replaced by the default of four hours.',
    shown: [
      {
        name: 'streamingConnectionIdleTimeout: 0s',
        rule: 'kubelet-streaming-idle-timeout',
        given: {
          kubelet: { argv: ['--kubeconfig=/etc/kubernetes/kubelet.conf', `--config=${CONFIG}`] },
          files: { [CONFIG]: kubeletConfig('streamingConnectionIdleTimeout: 0s') },
        },
        status: 'pass',
      },
    ],
  },
  {
    number: 8,
    name: 'One mode of a list',
    truth: '`RBAC,AlwaysAllow` allows everything that RBAC does not: a list is judged by its members.',
    shown: [
      {
        name: 'RBAC,AlwaysAllow',
        rule: 'kube-apiserver-authz-no-alwaysallow',
        given: {
          'kube-apiserver': {
            from: 'kubeadm',
            without: ['--authorization-mode'],
            argv: ['--authorization-mode=RBAC,AlwaysAllow'],
          },
        },
        status: 'fail',
      },
    ],
  },
  {
    number: 9,
    name: 'A flag whose name begins like another',
    truth: '`--config-dir` is not `--config`: drop-ins alone are enough, and no other file is asked for.',
    shown: [
      ['kubelet-anonymous-auth', 'authentication: { anonymous: { enabled: false } }'] as const,
      ['kubelet-authz-mode', 'authorization: { mode: Webhook }'] as const,
      ['kubelet-read-only-port', 'readOnlyPort: 0'] as const,
      ['kubelet-iptables-util-chains', 'makeIPTablesUtilChains: true'] as const,
    ].map(([rule, line]) => ({
      name: line,
      rule,
      given: {
        kubelet: { argv: ['--kubeconfig=/etc/kubernetes/kubelet.conf', '--config-dir=/d'] },
        files: { '/d/10-site.conf': kubeletConfig(line) },
      },
      status: 'pass' as const,
    })),
  },
];
