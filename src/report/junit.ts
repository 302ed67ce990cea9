import type { Finding, Report, Status } from '../model/finding.ts';
import { plainReport } from './common/plain.ts';
import { evidenceLines, messageOf, targetName } from './common/words.ts';
import { type XmlElement, xmlDocument } from './common/xml.ts';
import { controlNumber } from './text/finding.ts';

type Outcome = 'failure' | 'error' | 'skipped' | null;

/** What a test case holds for a status; null is a test that passed. */
export const JUNIT_OUTCOMES = {
  pass: null,
  fail: 'failure',
  conflict: 'failure',
  unknown: 'error',
  error: 'error',
  manual: 'skipped',
  'not-applicable': 'skipped',
} as const satisfies Record<Status, Outcome>;

/** The report as JUnit XML: a suite for each target, a test case for each finding. */
export function renderJunit(report: Report): string {
  const plain = plainReport(report);
  const unread = plain.files?.problems.length ?? 0;
  const suites = [...Map.groupBy(plain.findings, ({ target }) => targetName(target))];
  return xmlDocument({
    testsuites: {
      '@name': `kubetrue: ${plain.benchmark.name} ${plain.benchmark.version}`,
      '@tests': plain.findings.length + unread,
      '@failures': counted(plain.findings, 'failure'),
      '@errors': counted(plain.findings, 'error') + unread,
      testsuite: [...suites.map(([name, findings]) => suite(name, findings, plain)), ...unreadSuite(plain)],
    },
  });
}

function suite(
  name: string,
  findings: readonly Finding[],
  { at, benchmark, node, tool }: Report,
): XmlElement {
  return {
    '@name': name,
    '@tests': findings.length,
    '@failures': counted(findings, 'failure'),
    '@errors': counted(findings, 'error'),
    '@skipped': counted(findings, 'skipped'),
    '@timestamp': at,
    '@hostname': node.name,
    properties: {
      property: [
        ['kubetrue', tool.version],
        ['benchmark', `${benchmark.name}@${benchmark.version}`],
        ['kubernetes', node.kubernetes ?? 'unknown'],
        ['distribution', node.distribution],
      ].map(([key, value]) => ({ '@name': key, '@value': value })),
    },
    testcase: findings.map(testCase),
  };
}

/** Files that were given and could not be read: without them, silence would look like a pass. */
function unreadSuite({ at, files }: Report): XmlElement[] {
  const problems = files?.problems ?? [];
  if (problems.length === 0) return [];
  return [
    {
      '@name': 'files that could not be judged',
      '@tests': problems.length,
      '@failures': 0,
      '@errors': problems.length,
      '@skipped': 0,
      '@timestamp': at,
      testcase: problems.map(({ path, line, problem }) => ({
        '@name': `${path}:${line}`,
        '@classname': 'kubetrue.files',
        error: { '@type': 'error', '@message': problem },
      })),
    },
  ];
}

function testCase(finding: Finding): XmlElement {
  const { controls, rule, status, title } = finding;
  const [control] = controls;
  const outcome = outcomeOf(finding);
  return {
    '@name': `${controlNumber(finding)} ${title}`,
    '@classname': `${control?.benchmark ?? 'kubetrue'}.${rule}`,
    ...(outcome === null
      ? {}
      : { [outcome]: { '@type': status, '@message': finding.reason, '#text': detail(finding) } }),
    'system-out': `status: ${status}`,
  };
}

/** A failure that somebody accepted must not break a build, and is no pass either. */
function outcomeOf(finding: Finding): Outcome {
  const outcome = JUNIT_OUTCOMES[finding.status];
  return outcome === 'failure' && finding.waiver !== null ? 'skipped' : outcome;
}

function detail(finding: Finding): string {
  return [messageOf(finding), ...places(finding), ...evidenceLines(finding)].join('\n');
}

function places({ locations = [] }: Finding): string[] {
  return locations.map(({ path, line }) => `at ${path}:${line}`);
}

function counted(findings: readonly Finding[], outcome: Outcome): number {
  return findings.filter((finding) => outcomeOf(finding) === outcome).length;
}
