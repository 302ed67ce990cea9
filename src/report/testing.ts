import type { Finding, Report } from '../model/finding.ts';

/** A finding on one etcd process that passes and is proved. */
export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    rule: 'etcd-peer-client-cert-auth',
    title: 'Require client certificates between etcd peers',
    severity: 'high',
    controls: [
      { benchmark: 'cis-kubernetes', version: '1.12', control: '2.5', level: 1, assessment: 'automated' },
    ],
    target: { kind: 'process', component: 'etcd', pid: 1234, node: 'cp-1', name: 'm1', version: '3.5.21' },
    status: 'pass',
    reason: 'Every peer listener demands a certificate.',
    evidence: [],
    proof: {
      outcome: 'confirmed',
      method: 'NOCERT',
      observed: 'Strangers were refused.',
      at: '2026-11-24T10:00:00.000Z',
    },
    waiver: null,
    ...changes,
  };
}

/** A report with these findings, its summary counted. */
export function report(findings: Finding[]): Report {
  const summary = { pass: 0, fail: 0, conflict: 0, manual: 0, 'not-applicable': 0, unknown: 0, error: 0 };
  for (const { status } of findings) summary[status] += 1;
  const gaps = findings
    .filter(({ status }) => status === 'unknown' || status === 'error')
    .map(({ rule, reason }) => ({ rule, why: reason }));
  return {
    schema: 'kubetrue/report/v1',
    tool: { name: 'kubetrue', version: '0.0.0' },
    at: '2026-11-24T10:00:00.000Z',
    benchmark: { name: 'cis-kubernetes', version: '1.12', chosenBecause: 'It was asked for.' },
    node: { name: 'cp-1', kubernetes: 'v1.34.1', distribution: 'kubeadm', roles: ['etcd'] },
    findings,
    summary,
    grades: gradesOf(findings),
    coverage: { evaluated: findings.length - gaps.length, expected: findings.length, gaps },
  };
}

function gradesOf(findings: readonly Finding[]): Report['grades'] {
  const judged = findings.filter(({ status }) => status === 'pass' || status === 'fail');
  const proved = judged.filter(({ proof }) => proof.outcome === 'confirmed').length;
  return { proved, read: judged.length - proved };
}
