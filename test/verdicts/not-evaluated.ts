import { expect } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-code.ts';
import { reportOf } from './judge.ts';
import { K3S_OUT_OF_SIGHT, k3sAgent } from './k3s-node.ts';
import type { NamedVerdict, Situation } from './named-verdict.ts';
import { containerGroup, manifest } from './texts.ts';

const ALWAYS_ALLOW: Situation['given']['kube-apiserver'] = {
  from: 'kubeadm',
  without: ['--authorization-mode'],
  argv: ['--authorization-mode=AlwaysAllow'],
  cgroup: containerGroup('a'),
};

const CONTAINER = {
  name: 'kube-apiserver',
  image: 'registry.k8s.io/kube-apiserver:v1.34.1',
  command: ['kube-apiserver', '--authorization-mode=AlwaysAllow'],
};

const SIDECAR = {
  executable: '/usr/bin/envoy',
  argv: ['envoy', '-c', '/etc/e.yaml'],
  cgroup: containerGroup('b'),
};
const MANIFEST = '/etc/kubernetes/manifests/api.yaml';
const WEB_SERVER = {
  executable: '/usr/sbin/nginx',
  argv: ['nginx: master process'],
  cgroup: containerGroup('c'),
};

/** What was not looked at, or is taken for something else. */
export const NOT_EVALUATED: readonly NamedVerdict[] = [
  {
    number: 37,
    name: 'A node of K3s',
    truth:
      'The components inside K3s are judged by what K3s hands to them; where that cannot be seen nothing passes.',
    shown: [
      {
        name: 'the kubelet in an agent',
        rule: 'kubelet-read-only-port',
        ...k3sAgent('--kubelet-arg=read-only-port=10255'),
        status: 'fail',
      },
      {
        name: 'an agent that cannot be looked into',
        rule: 'kubelet-read-only-port',
        given: K3S_OUT_OF_SIGHT,
        status: 'unknown',
      },
      {
        name: 'everything on such a node',
        heldIn: 'the whole report',
        shows: async () => {
          const report = await reportOf(K3S_OUT_OF_SIGHT);

          const kubelet = report.findings.filter(({ target }) => target.component === 'kubelet');
          expect(kubelet.length).toBeGreaterThan(8);
          expect(new Set(kubelet.map(({ status }) => status))).toEqual(new Set(['unknown']));
          expect(report.summary.pass).toBe(0);
          expect(exitCodeOf(report, 'any')).toBe(3);
        },
      },
    ],
  },
  {
    number: 38,
    name: 'A scan that saw nothing',
    truth:
      'Where neither processes nor the API were looked at no rule passes, coverage says so and the exit code is 3.',
    shown: [
      {
        name: 'no processes and no cluster',
        heldIn: 'the whole report',
        shows: async () => {
          const cluster = { state: 'absent', reason: '--no-cluster was given' };

          const report = await reportOf({ others: [], cluster });

          const ofCluster = report.findings.filter(({ target }) => target.kind === 'cluster');
          expect(ofCluster.length).toBeGreaterThan(20);
          expect(new Set(ofCluster.map(({ status }) => status))).toEqual(new Set(['unknown']));
          expect(report.summary.pass).toBe(0);
          expect(report.coverage.evaluated).toBeLessThan(report.coverage.expected);
          expect(exitCodeOf(report, 'any')).toBe(3);
        },
      },
    ],
  },
  {
    number: 40,
    name: 'An API server in unusual company',
    truth: 'A sidecar beside it, or another namespace for its Pod, takes no API server out of sight.',
    shown: [
      {
        name: 'with a sidecar, in a namespace of its own',
        rule: 'kube-apiserver-authz-no-alwaysallow',
        given: {
          'kube-apiserver': ALWAYS_ALLOW,
          others: [SIDECAR],
          files: {
            [MANIFEST]: manifest('api', { name: 'envoy', image: 'envoy' }, CONTAINER).replace(
              'kube-system',
              'control',
            ),
          },
        },
        status: ['fail'],
      },
      {
        name: 'the manifest of that Pod',
        rule: 'files-apiserver-manifest-mode',
        given: {
          'kube-apiserver': ALWAYS_ALLOW,
          others: [SIDECAR],
          files: {
            [MANIFEST]: manifest('api', { name: 'envoy', image: 'envoy' }, CONTAINER).replace(
              'kube-system',
              'control',
            ),
          },
          modes: { [MANIFEST]: '0644' },
        },
        status: 'fail',
        reason: [MANIFEST],
      },
    ],
  },
  {
    number: 41,
    name: 'A container that is none of the components',
    truth: 'A rule on the kubelet does not apply to a web server, and it does apply to a kubelet.',
    shown: [
      {
        name: "a web server, and the API server's rules",
        rule: 'kube-apiserver-anonymous-auth',
        given: { others: [WEB_SERVER] },
        status: 'not-applicable',
      },
      {
        name: "a web server, and the kubelet's rules",
        rule: 'kubelet-anonymous-auth',
        given: { others: [WEB_SERVER] },
        status: 'not-applicable',
      },
      {
        name: 'a kubelet beside it',
        rule: 'kubelet-anonymous-auth',
        given: { kubelet: { argv: ['--anonymous-auth=true'] }, others: [WEB_SERVER] },
        status: ['fail'],
      },
    ],
  },
  {
    number: 43,
    name: 'An agent of K3s that lets strangers in',
    truth: 'What K3s was told decides, on agents as well as on servers, whatever is left of the journal.',
    shown: [
      {
        name: 'anonymous-auth=true',
        rule: 'kubelet-anonymous-auth',
        ...k3sAgent('--kubelet-arg=anonymous-auth=true'),
        status: 'fail',
      },
      {
        name: 'authorization-mode=AlwaysAllow',
        rule: 'kubelet-authz-mode',
        ...k3sAgent('--kubelet-arg=authorization-mode=AlwaysAllow'),
        status: 'fail',
      },
      {
        name: 'client-ca-file emptied',
        rule: 'kubelet-client-ca',
        ...k3sAgent('--kubelet-arg=client-ca-file='),
        status: 'fail',
      },
      { name: 'as it comes', rule: 'kubelet-anonymous-auth', ...k3sAgent(), status: 'pass' },
    ],
  },
];
