import type { Finding, Report, Status } from '../model/finding.ts';
import { plainReport } from './common/plain.ts';
import { waiverText } from './common/waiver.ts';
import { evidenceLines, messageOf, targetName } from './common/words.ts';
import { shorten } from './text/safe.ts';

type Outcome = 'pass' | 'fail' | 'warn' | 'error' | 'skip';

/** The result of OpenReports and PolicyReport for a status. What a person must judge is a warning that is not scored. */
export const POLICY_RESULTS = {
  pass: 'pass',
  fail: 'fail',
  conflict: 'fail',
  unknown: 'error',
  error: 'error',
  manual: 'warn',
  'not-applicable': 'skip',
} as const satisfies Record<Status, Outcome>;

const OUTCOMES: readonly Outcome[] = ['pass', 'fail', 'warn', 'error', 'skip'];

/** An object of etcd holds 1.5 MB: evidence has no room for more than this of each finding. */
const EVIDENCE_LIMIT = 2000;

/** The report as a ClusterReport of openreports.io/v1alpha1, to be applied to the cluster. */
export function renderOpenReports(report: Report): string {
  const plain = plainReport(report);
  return written({
    ...head('openreports.io/v1alpha1', 'ClusterReport', plain),
    source: 'kubetrue',
    ...body(plain),
  });
}

/** The report as a ClusterPolicyReport of wgpolicyk8s.io/v1alpha2, which OpenReports replaces. */
export function renderPolicyReport(report: Report): string {
  const plain = plainReport(report);
  return written({ ...head('wgpolicyk8s.io/v1alpha2', 'ClusterPolicyReport', plain), ...body(plain) });
}

function written(object: object): string {
  return `${JSON.stringify(object, null, 2)}\n`;
}

function head(apiVersion: string, kind: string, { benchmark, node, tool }: Report): object {
  return {
    apiVersion,
    kind,
    metadata: {
      name: objectName('kubetrue', benchmark.name, benchmark.version, node.name),
      labels: { 'app.kubernetes.io/managed-by': 'kubetrue' },
      annotations: {
        'kubetrue.dev/version': tool.version,
        'kubetrue.dev/benchmark': `${benchmark.name}@${benchmark.version}`,
        'kubetrue.dev/node': node.name,
      },
    },
  };
}

/** A name that the API takes: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
function objectName(...parts: readonly string[]): string {
  const name = parts.join('-').toLowerCase();
  return name
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/-*\.[.-]*/g, '.')
    .slice(0, 253)
    .replaceAll(/^[.-]+|[.-]+$/g, '');
}

function body({ at, findings, node }: Report): object {
  return {
    scope: { apiVersion: 'v1', kind: 'Node', name: node.name },
    summary: Object.fromEntries(
      OUTCOMES.map((outcome) => [
        outcome,
        findings.filter(({ status }) => POLICY_RESULTS[status] === outcome).length,
      ]),
    ),
    results: findings.map((finding) => resultOf(finding, at)),
  };
}

function resultOf(finding: Finding, at: string): object {
  const { controls, rule, severity, status, target, title } = finding;
  const time = Date.parse(at);
  return {
    source: 'kubetrue',
    policy: policyOf(finding),
    rule,
    category: target.component,
    message: `${title}. ${messageOf(finding)}`,
    result: POLICY_RESULTS[status],
    scored: status !== 'manual',
    severity,
    timestamp: { seconds: Math.floor(time / 1000), nanos: (time % 1000) * 1e6 },
    properties: {
      status,
      target: targetName(target),
      ...propertiesOf(finding),
      ...(controls.length > 0 ? { control: controls.map(({ control }) => control).join(', ') } : {}),
    },
  };
}

function policyOf({ controls, rule }: Finding): string {
  const [control] = controls;
  return control === undefined ? rule : `${control.benchmark}@${control.version}`;
}

/** Values are texts, and those that have nothing to say are left out. */
function propertiesOf(finding: Finding): Record<string, string> {
  const { waiver } = finding;
  const evidence = shorten(evidenceLines(finding).join('\n'), EVIDENCE_LIMIT);
  return {
    proof: finding.proof.outcome,
    ...(finding.letter === undefined ? {} : { letter: finding.letter }),
    ...(evidence === '' ? {} : { evidence }),
    ...(waiver === null ? {} : { waiver: waiverText(waiver) }),
  };
}
