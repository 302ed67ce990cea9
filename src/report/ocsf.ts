import type { Finding, Report, Severity, Status, Target } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import { fingerprintsOf } from './common/identity.ts';
import { plainReport } from './common/plain.ts';
import { waiverText } from './common/waiver.ts';
import { evidenceLines, messageOf, targetName } from './common/words.ts';

/** `status_id` of a check and of the compliance that it belongs to. A warning stands for missing information. */
export const OCSF_STATUSES = {
  pass: { status_id: 1, status: 'Pass' },
  fail: { status_id: 3, status: 'Fail' },
  conflict: { status_id: 3, status: 'Fail' },
  unknown: { status_id: 2, status: 'Warning' },
  error: { status_id: 2, status: 'Warning' },
  manual: { status_id: 2, status: 'Warning' },
  'not-applicable': { status_id: 99, status: 'Not applicable' },
} as const satisfies Record<Status, { status_id: number; status: string }>;

const SEVERITIES = {
  high: { severity_id: 4, severity: 'High' },
  medium: { severity_id: 3, severity: 'Medium' },
  low: { severity_id: 2, severity: 'Low' },
} as const satisfies Record<Severity, object>;
const INFORMATIONAL = { severity_id: 1, severity: 'Informational' };

/** Life of a finding: new, or suppressed by a waiver. */
const NEW = { status_id: 1, status: 'New' };
const SUPPRESSED = { status_id: 3, status: 'Suppressed' };

const CLASS = {
  ...{ category_uid: 2, category_name: 'Findings', class_uid: 2003, class_name: 'Compliance Finding' },
  ...{ activity_id: 1, activity_name: 'Create', type_uid: 200301, type_name: 'Compliance Finding: Create' },
};

/** The report as a JSON list of OCSF 1.8 Compliance Findings. */
export function renderOcsf(report: Report, rules: readonly Rule[]): string {
  const plain = plainReport(report);
  const fingerprints = fingerprintsOf(report.findings);
  const pages = new Map(rules.map((rule) => [rule.id, rule]));
  const events = plain.findings.map((finding, index) =>
    eventOf(finding, plain, fingerprints[index] ?? '', pages.get(finding.rule)),
  );
  return `${JSON.stringify(events, null, 2)}\n`;
}

function eventOf(finding: Finding, report: Report, uid: string, page: Rule | undefined): object {
  const { rule, status, target, title, severity } = finding;
  const { waiver } = finding;
  const time = Date.parse(report.at);
  return {
    ...CLASS,
    time,
    ...(status === 'pass' || status === 'not-applicable' ? INFORMATIONAL : SEVERITIES[severity]),
    ...(waiver === null ? NEW : SUPPRESSED),
    message: messageOf(finding),
    ...(waiver === null ? {} : { comment: waiverText(waiver) }),
    metadata: {
      version: '1.8.0',
      product: { name: 'Kubetrue', vendor_name: 'Kubetrue', version: report.tool.version },
      event_code: rule,
      uid: `${uid}:${time}`,
    },
    finding_info: { uid, title, desc: finding.reason, types: ['Kubernetes configuration'] },
    compliance: compliance(finding),
    ...(page === undefined ? {} : { remediation: { desc: page.sections.Remediation.trim() } }),
    resources: [resource(target, report)],
    evidences: [{ data: { evidence: evidenceLines(finding), proof: finding.proof } }],
    unmapped: {
      kubetrue_status: status,
      ...(finding.letter === undefined ? {} : { kubetrue_letter: finding.letter }),
      ...(waiver === null ? {} : { kubetrue_waiver: waiver }),
    },
  };
}

function compliance(finding: Finding): object {
  const { controls, reason, rule, severity, status, title } = finding;
  const outcome = OCSF_STATUSES[status];
  const standards = controls.map(({ benchmark, version }) => `${benchmark}@${version}`);
  return {
    standards,
    ...(controls.length > 0 ? { control: controls.map(({ control }) => control).join(', ') } : {}),
    requirements: controls.map(({ control }) => control),
    ...outcome,
    status_code: status,
    status_details: [messageOf(finding)],
    checks: [{ uid: rule, name: title, desc: reason, ...SEVERITIES[severity], standards, ...outcome }],
  };
}

function resource(target: Target, { node }: Report): object {
  const where = target.kind === 'cluster' ? { uid: target.cluster } : { hostname: target.node };
  return {
    type: target.kind,
    name: targetName(target),
    ...where,
    ...('version' in target && target.version !== undefined ? { version: target.version } : {}),
    labels: [`distribution=${node.distribution}`, ...node.roles.map((role) => `role=${role}`)],
    data: target,
  };
}
