import type { Invocation, Log, Notification, Result, Run } from 'sarif';
import type { Finding, Report, Status } from '../../model/finding.ts';
import type { Rule } from '../../model/rule.ts';
import { fingerprintsOf } from '../common/identity.ts';
import { plainReport } from '../common/plain.ts';
import { waiverText } from '../common/waiver.ts';
import { evidenceLines, messageOf, targetName } from '../common/words.ts';
import { locationsOf } from './places.ts';
import { rulesOf, SARIF_LEVELS } from './rules.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The kind of a result for a status. */
export const SARIF_KINDS = {
  pass: 'pass',
  fail: 'fail',
  conflict: 'fail',
  unknown: 'open',
  error: 'open',
  manual: 'review',
  'not-applicable': 'notApplicable',
} as const satisfies Record<Status, Result.kind>;

/** The report as SARIF 2.1.0: one run, a result for each finding. */
export function renderSarif(report: Report, rules: readonly Rule[]): string {
  const log: Log = { $schema: SCHEMA, version: '2.1.0', runs: [runOf(report, rules)] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function runOf(report: Report, rules: readonly Rule[]): Run {
  const plain = plainReport(report);
  const { benchmark, node, tool } = plain;
  const descriptors = rulesOf(plain.findings, rules);
  const places = new Map(descriptors.map(({ id }, index) => [id, index]));
  const fingerprints = fingerprintsOf(report.findings);
  return {
    tool: {
      driver: { name: tool.name, version: tool.version, semanticVersion: tool.version, rules: descriptors },
    },
    automationDetails: { id: `kubetrue/${benchmark.name}@${benchmark.version}/${node.name}/` },
    columnKind: 'unicodeCodePoints',
    invocations: [invocation(plain)],
    results: plain.findings.map((finding, index) => ({
      ruleId: finding.rule,
      ruleIndex: places.get(finding.rule) ?? -1,
      ...result(finding),
      // Paths are written byte by byte, and not as they are shown.
      locations: locationsOf(report.findings[index] ?? finding),
      partialFingerprints: { 'kubetrueFinding/v1': fingerprints[index] ?? '' },
    })),
    properties: { benchmark, node, summary: plain.summary, coverage: plain.coverage },
  };
}

function result(
  finding: Finding,
): Pick<Result, 'kind' | 'level' | 'message' | 'suppressions' | 'properties'> {
  const { controls, letter, proof, severity, status, target } = finding;
  const kind = SARIF_KINDS[status];
  const { waiver } = finding;
  return {
    kind,
    level: kind === 'fail' ? SARIF_LEVELS[severity] : 'none',
    message: { text: messageOf(finding) },
    ...(waiver === null || kind !== 'fail'
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification: waiverText(waiver) }] }),
    properties: {
      status,
      ...(letter === undefined ? {} : { letter }),
      severity,
      controls: controls.map(({ benchmark, version, control }) => `${benchmark}@${version} ${control}`),
      target: targetName(target),
      evidence: evidenceLines(finding),
      proof,
      ...(waiver === null ? {} : { waiver }),
    },
  };
}

/** The scan itself, and what it could not do: input that is broken, files that could not be read. */
function invocation({ at, files, findings }: Report): Invocation {
  const broken = findings.flatMap(({ rule, reason, status }, index): Notification[] =>
    status === 'error' ? [notification(`Result ${index}, ${rule}: ${reason}`)] : [],
  );
  const unread = (files?.problems ?? []).map(({ path, line, problem }) =>
    notification(`${path}:${line}: not judged: ${problem}.`),
  );
  return {
    executionSuccessful: true,
    endTimeUtc: at,
    toolExecutionNotifications: [...broken, ...unread],
  };
}

function notification(text: string): Notification {
  return { level: 'error', message: { text } };
}
