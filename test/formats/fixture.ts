import type { Finding, Report } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rule.ts';
import { finding, report } from '../../src/report/testing.ts';

/** What a judged machine may hold, and no reader of a report may trip over. */
export const HOSTILE = [
  '</failure><script>alert(1)</script> ]]> <!-- &amp; {{ $x }} {0}',
  'terminal \u001b[31mred\u001b]0;owned\u0007 \u009b31m',
  'control \u0000\u0001\u0008\u000b\u000c\u001f\u007f\ufffe\uffff',
  '=HYPERLINK("http://x.invalid","a,b;c")\r\n@SUM(1)\t|cmd',
  'half \ud800 and \udc00, bidi \u202e\u2066, zero \u200b\ufeff',
  'quotes " \' ` \\ \\n, letters größe 数据 😀',
].join('\n');

const AT = '2026-11-24T10:00:00.000Z';
const NOT_ASKED = {
  outcome: 'not-attempted',
  method: 'none',
  observed: 'Nothing was asked.',
  at: null,
} as const satisfies Finding['proof'];

function control(number: string): Finding['controls'] {
  return [
    { benchmark: 'cis-kubernetes', version: '1.12', control: number, level: 1, assessment: 'automated' },
  ];
}

function process(component: string, more: object = {}): Finding['target'] {
  return { kind: 'process', component, pid: 100, node: 'cp-1', ...more };
}

const WAIVER = {
  id: 'W-7',
  reason: 'The old clients go in March <b>&</b>.',
  owner: 'team-a',
  approver: 'security',
  expires: '2027-03-31',
};

/** A report of every status, with a waiver, a letter, a conflict with its proof, and hostile texts wherever they may stand. */
export function everyStatus(): Report {
  const one = report([
    finding(),
    failed(),
    finding({ ...failed(), rule: 'kubelet-read-only-port', waiver: WAIVER }),
    conflict(),
    finding({
      rule: 'cluster-manual',
      title: 'Review the policies of the cluster',
      severity: 'low',
      controls: control('5.2.1'),
      target: { kind: 'cluster', component: 'cluster', cluster: '10.0.0.1:6443', node: 'cp-1' },
      status: 'manual',
      reason: 'A person must look at the policies.',
      proof: NOT_ASKED,
    }),
    finding({
      rule: 'kube-proxy-kubeconfig-mode',
      title: "Restrict who may read kube-proxy's kubeconfig",
      severity: 'medium',
      controls: control('4.1.3'),
      target: { kind: 'node', component: 'kube-proxy', node: 'cp-1' },
      status: 'not-applicable',
      reason: 'No kube-proxy runs on this node.',
      proof: NOT_ASKED,
    }),
    finding({
      rule: 'kubelet-rotate-certificates',
      severity: 'medium',
      controls: control('4.2.11'),
      target: process('kubelet', { version: '1.34.1' }),
      status: 'unknown',
      reason: 'The configuration file could not be read.',
      proof: NOT_ASKED,
    }),
    broken(),
    hostile(),
    // Two processes that nothing but their numbers tells apart.
    finding({ target: process('etcd') }),
    finding({ target: process('etcd', { pid: 101 }) }),
  ]);
  return { ...one, benchmark: { ...one.benchmark, chosenBecause: 'It is for Kubernetes 1.34.' } };
}

function failed(): Finding {
  return finding({
    rule: 'kubelet-anonymous-auth',
    title: 'Disable anonymous requests to the kubelet',
    controls: control('4.2.1'),
    target: process('kubelet', { version: '1.34.1' }),
    status: 'fail',
    letter: 'pass',
    letterReason: 'the argument is set to false.',
    reason: 'anonymous-auth is true.',
    evidence: [
      {
        setting: 'anonymous-auth',
        value: true,
        origin: { kind: 'drop-in', path: '/etc/kubernetes/kubelet.conf.d/50 debug.conf', line: 5 },
        overrides: [
          { value: false, origin: { kind: 'file', path: '/var/lib/kubelet/config.yaml', line: 4 } },
          { value: false, origin: { kind: 'flag', text: '--anonymous-auth=false' } },
        ],
        note: 'A drop-in wins over the file.',
      },
    ],
  });
}

function conflict(): Finding {
  return finding({
    rule: 'etcd-client-cert-auth',
    title: 'Require client certificates on the etcd client port',
    controls: control('2.2'),
    status: 'conflict',
    reason: 'What was read would be a pass.',
    evidence: [
      {
        setting: 'client-cert-auth',
        value: true,
        origin: { kind: 'file', path: '/etc/kubernetes/etcd/etcd.yaml', line: 12 },
        overrides: [],
      },
    ],
    proof: {
      outcome: 'contradicted',
      method: 'NOCERT',
      observed: 'A stranger was let in.',
      at: AT,
    },
  });
}

function broken(): Finding {
  return finding({
    rule: 'kube-scheduler-bind-address',
    severity: 'low',
    controls: control('1.4.2'),
    target: {
      kind: 'file',
      component: 'kube-scheduler',
      path: 'manifests/scheduler.yaml',
      line: 3,
      node: 'cp-1',
    },
    status: 'error',
    reason: 'kube-scheduler would refuse to start with it.',
    locations: [{ path: 'manifests/scheduler.yaml', line: 17 }],
    proof: NOT_ASKED,
  });
}

function hostile(): Finding {
  return finding({
    rule: 'kube-apiserver-hostile',
    title: `=1+1 ${HOSTILE}`,
    severity: 'medium',
    controls: control('1.2.1'),
    target: process('kube-apiserver', { name: HOSTILE, node: HOSTILE }),
    status: 'fail',
    letter: 'error',
    letterReason: HOSTILE,
    reason: HOSTILE,
    evidence: [
      {
        setting: HOSTILE,
        value: [HOSTILE, '=1', '+1', '-1', '@x'],
        origin: { kind: 'file', path: `/etc/${HOSTILE}`, line: 1 },
        overrides: [{ value: 'x'.repeat(100_000), origin: { kind: 'environment', name: HOSTILE } }],
        note: HOSTILE,
      },
    ],
    proof: { outcome: 'confirmed', method: 'ANON', observed: HOSTILE, at: AT },
  });
}

/** Rules with a page, as far as formats look at them. */
export const RULES: readonly Rule[] = ['etcd-client-cert-auth', 'kubelet-anonymous-auth'].map((id) => ({
  id,
  title: `Rule ${id}`,
  component: 'etcd',
  target: 'node',
  severity: 'high',
  stability: 'stable',
  aliases: [],
  key: 'etcd.client-cert-auth',
  check: { settings: ['client-cert-auth'], must: { equal: true } },
  letter: { settings: ['client-cert-auth'], must: { equal: true } },
  parameters: {},
  evidence: [],
  remediation: { set: { 'client-cert-auth': true }, requires: [], disruption: 'restarts etcd' },
  sections: {
    Description: '\nEach listener demands a certificate.\n',
    Rationale: '\nWhoever reaches the port is let in. `a < b && c > d`\n',
    Audit: '\n```\nps -ef | grep etcd\n```\n',
    Remediation: `\nSet \`--client-cert-auth=true\`. ${'Then restart the members, one after the other. '.repeat(12)}\n`,
    Impact: '\nClients without a certificate are refused.\n',
    'Default Value': '\nfalse\n',
    References: '\n1. https://etcd.io/docs/\n',
  },
}));
