import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSnapshot } from '../../src/collect/snapshot-file.ts';
import type { Finding, Report, Status } from '../../src/model/finding.ts';
import { FORMAT_NAMES, FORMATS, formatNamed } from '../../src/report/formats.ts';
import { renderComponentDefinition } from '../../src/report/oscal/component-definition.ts';
import { catalog, judgeSnapshot } from '../captures/verdicts.ts';
import { everyStatus, RULES } from './fixture.ts';
import { READERS, type Read, samplesOf } from './readers.ts';
import { deviations, VALIDATORS } from './validators.ts';

const LOOK = { color: false, unicode: true, width: 100, elapsedMs: null };
const AWS = { account: '000000000000', region: 'us-east-1' };

function render(name: string, report: Report, rules = RULES): Promise<string> {
  const format = formatNamed(name);
  if (format === undefined) throw new Error(`there is no format ${name}`);
  return format.render(report, { text: LOOK, rules, aws: AWS });
}

const READ_BACK = FORMAT_NAMES.filter((name) => name in READERS);
/** The text of the report itself is tested where it is made. */
const GOLDEN = READ_BACK.filter((name) => name !== 'json');
const VALIDATED = FORMAT_NAMES.filter((name) => name in VALIDATORS) as (keyof typeof VALIDATORS)[];

const NODES = {
  'a recorded control plane': 'content/demo/control-plane.json',
  'a recorded worker': 'test/captures/recorded/kubeadm-1.34-worker.json',
};
const recorded = new Map<string, Report>();

beforeAll(async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  for (const [name, file] of Object.entries(NODES))
    recorded.set(name, judgeSnapshot(await readSnapshot(root + file)));
});

function recordedReport(name: string): Report {
  const report = recorded.get(name);
  if (report === undefined) throw new Error(`${name} was not read`);
  return report;
}

describe.each(GOLDEN)('%s', (name) => {
  test('of a report of every status is as it was', async () => {
    const written = await render(name, everyStatus());

    await expect(written).toMatchFileSnapshot(`golden/${name}.${FORMATS[name].extension}`);
  });
});

describe.each(VALIDATED)('%s', (name) => {
  test('keeps to its published schema with every status and hostile texts', async () => {
    expect(await deviations(name, await render(name, everyStatus()))).toEqual([]);
  });

  test.each(Object.keys(NODES))('keeps to its published schema for %s', async (node) => {
    expect(await deviations(name, await render(name, recordedReport(node), catalog.rules))).toEqual([]);
  });
});

test.each(VALIDATED)('what is not %s is refused', async (name) => {
  const written = await render(name, everyStatus());
  const broken = written
    .replaceAll(/"(status|kind|Status)":/g, '"kinder":')
    .replaceAll(/(<\/?)(testcase|result)\b/g, '$1kinder');

  expect(broken).not.toBe(written);
  expect(await deviations(name, broken)).not.toEqual([]);
});

/** What each format makes of a status, by the documents of the formats; another table than the one of the renderer. */
const EXPECTED: Readonly<Record<string, Readonly<Record<Status, string>>>> = {
  sarif: {
    ...{ pass: 'pass, none', fail: 'fail', conflict: 'fail', unknown: 'open, none', error: 'open, none' },
    ...{ manual: 'review, none', 'not-applicable': 'notApplicable, none' },
  },
  junit: {
    ...{ pass: 'passed', fail: 'failure', conflict: 'failure', unknown: 'error', error: 'error' },
    ...{ manual: 'skipped', 'not-applicable': 'skipped' },
  },
  ocsf: {
    pass: '1',
    fail: '3',
    conflict: '3',
    unknown: '2',
    error: '2',
    manual: '2',
    'not-applicable': '99',
  },
  asff: {
    ...{ pass: 'PASSED', fail: 'FAILED', conflict: 'FAILED', unknown: 'WARNING', error: 'WARNING' },
    ...{ manual: 'WARNING', 'not-applicable': 'NOT_AVAILABLE' },
  },
  xccdf: {
    ...{ pass: 'pass', fail: 'fail', conflict: 'fail', unknown: 'unknown', error: 'error' },
    ...{ manual: 'notchecked', 'not-applicable': 'notapplicable' },
  },
};
const POLICY: Readonly<Record<Status, string>> = {
  ...{ pass: 'pass', fail: 'fail', conflict: 'fail', unknown: 'error', error: 'error' },
  ...{ manual: 'warn, not scored', 'not-applicable': 'skip' },
};
const LEVELS = { high: 'error', medium: 'warning', low: 'note' } as const;

/** How a format tells of one finding, its waiver included. */
function told(name: string, { status, severity, ...rest }: Finding): Read {
  const waived = rest.waiver !== null;
  const outcome = EXPECTED[name]?.[status] ?? status;
  switch (name) {
    case 'sarif':
      return {
        status,
        outcome: `${outcome}${outcome === 'fail' ? `, ${LEVELS[severity]}` : ''}${waived ? ', suppressed' : ''}`,
      };
    case 'junit':
      return { status, outcome: waived ? 'skipped' : outcome };
    case 'ocsf':
      return { status, outcome: `${outcome}, finding ${waived ? 3 : 1}` };
    case 'asff':
      return { status, outcome: `${outcome}${waived ? ', SUPPRESSED' : ''}` };
    case 'openreports':
    case 'policyreport':
      return { status, outcome: POLICY[status] };
    case 'oscal':
      return { status, outcome: 'observed' };
    default:
      return { status, outcome };
  }
}

function sorted(list: readonly Read[]): string[] {
  return list.map(({ status, outcome }) => `${status}: ${outcome}`).sort();
}

describe.each(READ_BACK)('%s tells the same findings as the report', (name) => {
  test.each(['every status', ...Object.keys(NODES)])('of %s', async (which) => {
    const report = which === 'every status' ? everyStatus() : recordedReport(which);

    const read = READERS[name]?.(await render(name, report)) ?? [];

    expect(sorted(read)).toEqual(sorted(report.findings.map((finding) => told(name, finding))));
  });

  test('in the same bytes each time', async () => {
    expect(await render(name, everyStatus())).toBe(await render(name, everyStatus()));
  });

  test('in well-formed UTF-8 without anything that a terminal obeys', async () => {
    const written = await render(name, everyStatus());

    expect(written.isWellFormed()).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(written.replaceAll('\r\n', '\n')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  });
});

test('Prometheus counts what the summary counts, at most one series for each finding', async () => {
  const report = everyStatus();

  const written = await render('prometheus', report);

  const counts = Object.fromEntries(Object.keys(report.summary).map((status) => [status, 0]));
  for (const { labels, value } of samplesOf(written, 'kubetrue_findings'))
    counts[labels.status ?? ''] = (counts[labels.status ?? ''] ?? 0) + Number(value);
  expect(counts).toEqual(report.summary);
  const lines = written.split('\n').filter((line) => line.startsWith('kubetrue_finding_status'));
  expect(new Set(lines).size).toBe(report.findings.length);
});

/** Prometheus' text holds numbers: it has a count of such files. */
const TELLING = FORMAT_NAMES.filter((name) => name !== 'prometheus');

test.each(TELLING)('%s tells of a file that could not be read', async (name) => {
  const problem = { path: 'deploy/a b.yaml', line: 3, problem: 'it is no YAML' };
  const files = { judged: [], passedOver: 0, problems: [problem], notes: [] };

  const written = await render(name, { ...everyStatus(), files });

  expect(written).toContain('it is no YAML');
  if (name in VALIDATORS) expect(await deviations(name as keyof typeof VALIDATORS, written)).toEqual([]);
});

test('a PolicyReport is what an OpenReport is, under another name and without its source', async () => {
  const { apiVersion, kind, ...body } = JSON.parse(await render('policyreport', everyStatus()));
  const open = JSON.parse(await render('openreports', everyStatus()));

  expect([apiVersion, kind]).toEqual(['wgpolicyk8s.io/v1alpha2', 'ClusterPolicyReport']);
  expect({ ...body, source: 'kubetrue', apiVersion: open.apiVersion, kind: open.kind }).toEqual(open);
});

test('Security Hub takes the findings of another account from nobody', async () => {
  const format = formatNamed('asff');
  const aws = { account: '123456789012', region: 'cn-north-1' };

  const list = JSON.parse((await format?.render(everyStatus(), { text: LOOK, rules: [], aws })) ?? '');

  for (const { ProductArn, AwsAccountId } of list)
    expect([ProductArn, AwsAccountId]).toEqual([
      'arn:aws-cn:securityhub:cn-north-1:123456789012:product/123456789012/default',
      '123456789012',
    ]);
});

test.each(catalog.benchmarks.map((one) => [`${one.name}@${one.version}`, one] as const))(
  'the rule set for %s keeps to the schema of component definitions',
  async (_name, benchmark) => {
    const written = renderComponentDefinition({
      ...{ rules: catalog.rules, benchmark, toolVersion: '0.0.0', at: new Date('2026-11-24T10:00:00Z') },
    });

    expect(await deviations('oscal component definition', written)).toEqual([]);
  },
);
