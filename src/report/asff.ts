import type { Finding, Report, Severity, Status } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import { fingerprintsOf } from './common/identity.ts';
import { plainReport } from './common/plain.ts';
import { waiverText } from './common/waiver.ts';
import { evidenceLines, messageOf, targetName } from './common/words.ts';
import { shorten } from './text/safe.ts';

/** Whose Security Hub the findings are for. */
export interface AwsHome {
  account: string;
  region: string;
}

/** `Compliance.Status` for a status. */
export const ASFF_STATUSES = {
  pass: 'PASSED',
  fail: 'FAILED',
  conflict: 'FAILED',
  unknown: 'WARNING',
  error: 'WARNING',
  manual: 'WARNING',
  'not-applicable': 'NOT_AVAILABLE',
} as const satisfies Record<Status, 'PASSED' | 'FAILED' | 'WARNING' | 'NOT_AVAILABLE'>;

const SEVERITIES = { high: 'HIGH', medium: 'MEDIUM', low: 'LOW' } as const satisfies Record<Severity, string>;

const TYPE = 'Software and Configuration Checks/Industry and Regulatory Standards';

/** How long texts may be: https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html */
const LIMITS = {
  title: 256,
  description: 1024,
  remediation: 512,
  field: 1024,
  reason: 2048,
  note: 512,
} as const;

/** The report as a JSON list in the AWS Security Finding Format, for BatchImportFindings, 100 at a time. */
export function renderAsff(report: Report, rules: readonly Rule[], home: AwsHome): string {
  const plain = plainReport(report);
  const fingerprints = fingerprintsOf(report.findings);
  const pages = new Map(rules.map((rule) => [rule.id, rule]));
  const list = plain.findings.map((finding, index) => ({
    SchemaVersion: '2018-10-08',
    Id: `kubetrue/${fingerprints[index]}`,
    ...productOf(home),
    ...findingOf(finding, plain),
    ...remediation(pages.get(finding.rule)),
  }));
  return `${JSON.stringify(list, null, 2)}\n`;
}

function productOf({ account, region }: AwsHome) {
  const arn = `arn:${partitionOf(region)}:securityhub:${region}:${account}:product/${account}/default`;
  return { ProductArn: arn, AwsAccountId: account };
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function findingOf(finding: Finding, { at, benchmark, tool }: Report) {
  const { controls, rule, severity, status, title } = finding;
  const requirements = controls.map(
    ({ benchmark, version, control }) => `${benchmark}@${version} ${control}`,
  );
  const passed = status === 'pass' || status === 'not-applicable';
  return {
    ProductName: 'Kubetrue',
    CompanyName: 'Kubetrue',
    GeneratorId: `kubetrue/${rule}`,
    Types: [TYPE],
    CreatedAt: at,
    UpdatedAt: at,
    Severity: { Label: passed ? 'INFORMATIONAL' : SEVERITIES[severity], Original: severity },
    Title: shorten(title, LIMITS.title),
    Description: shorten(messageOf(finding), LIMITS.description),
    Compliance: {
      Status: ASFF_STATUSES[status],
      ...(requirements.length > 0 ? { RelatedRequirements: requirements } : {}),
      StatusReasons: [
        { ReasonCode: status.toUpperCase(), Description: shorten(messageOf(finding), LIMITS.reason) },
      ],
    },
    ProductFields: {
      'kubetrue/status': status,
      ...(finding.letter === undefined ? {} : { 'kubetrue/letter': finding.letter }),
      'kubetrue/proof': finding.proof.outcome,
      'kubetrue/benchmark': `${benchmark.name}@${benchmark.version}`,
      'kubetrue/version': tool.version,
    },
    Resources: [resource(finding)],
    RecordState: 'ACTIVE',
    ...waived(finding.waiver, at),
  };
}

/** What nobody accepted keeps the workflow that somebody gave it in Security Hub. */
function waived(waiver: Finding['waiver'], at: string): object {
  if (waiver === null) return {};
  const text = shorten(waiverText(waiver), LIMITS.note);
  return { Workflow: { Status: 'SUPPRESSED' }, Note: { Text: text, UpdatedBy: 'kubetrue', UpdatedAt: at } };
}

function resource(finding: Finding): object {
  const { target } = finding;
  const where = target.kind === 'cluster' ? target.cluster : target.node;
  const evidence = evidenceLines(finding).join('\n');
  return {
    Type: 'Other',
    Id: `${target.kind}/${where}/${targetName(target)}`,
    Details: {
      Other: {
        kind: target.kind,
        component: target.component,
        ...(evidence === '' ? {} : { evidence: shorten(evidence, LIMITS.field) }),
      },
    },
  };
}

function remediation(page: Rule | undefined): object {
  if (page === undefined) return {};
  const text = shorten(page.sections.Remediation.trim(), LIMITS.remediation);
  return { Remediation: { Recommendation: { Text: text } } };
}
