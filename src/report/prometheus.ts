import type { Finding, Report, Status } from '../model/finding.ts';
import { SEVERITY_ORDER } from './common/counts.ts';
import { plainReport } from './common/plain.ts';
import { targetName } from './common/words.ts';

type Labels = Readonly<Record<string, string>>;

interface Family {
  name: string;
  help: string;
  samples: readonly (readonly [Labels, number])[];
}

const STATUSES: readonly Status[] = [
  ...(['pass', 'fail', 'conflict', 'manual'] as const),
  ...(['not-applicable', 'unknown', 'error'] as const),
];

/** The report in Prometheus' text format, for the textfile collector of node_exporter. Statuses keep their names. */
export function renderPrometheus(report: Report): string {
  const plain = plainReport(report);
  return familiesOf(plain).map(familyText).join('');
}

function familiesOf(report: Report): Family[] {
  const { at, benchmark, coverage, node, tool } = report;
  const common = { node: node.name, benchmark: benchmark.name, benchmark_version: benchmark.version };
  return [
    {
      name: 'kubetrue_findings',
      help: 'Findings of the last scan by status and severity.',
      samples: counts(report.findings, common),
    },
    {
      name: 'kubetrue_finding_status',
      help: 'One for each finding of the last scan, with its status as a label.',
      samples: statuses(report.findings, common),
    },
    {
      name: 'kubetrue_findings_evaluated',
      help: 'Findings of the last scan that could be decided.',
      samples: [[common, coverage.evaluated]],
    },
    {
      name: 'kubetrue_findings_expected',
      help: 'Findings of the last scan that should have been decided.',
      samples: [[common, coverage.expected]],
    },
    {
      name: 'kubetrue_files_unread',
      help: 'Files given to the last scan that could not be read.',
      samples: [[common, new Set(report.files?.problems.map(({ path }) => path)).size]],
    },
    {
      name: 'kubetrue_scan_timestamp_seconds',
      help: 'Clock of the judgement of the last scan.',
      samples: [[common, Date.parse(at) / 1000]],
    },
    {
      name: 'kubetrue_build_info',
      help: 'Version of kubetrue that made the last scan.',
      samples: [[{ version: tool.version }, 1]],
    },
  ];
}

/** All of them, those that are zero too: a series that is not there cannot be alerted on. */
function counts(findings: readonly Finding[], common: Labels): (readonly [Labels, number])[] {
  return STATUSES.flatMap((status) =>
    SEVERITY_ORDER.map((severity) => {
      const found = findings.filter((one) => one.status === status && one.severity === severity);
      return [{ ...common, status, severity }, found.length] as const;
    }),
  );
}

/** Labels must tell all findings apart, so that repeated ones are numbered. */
function statuses(findings: readonly Finding[], common: Labels): (readonly [Labels, number])[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const labels = labelsOf(finding);
    const key = JSON.stringify(labels);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    const target = nth === 1 ? labels.target : `${labels.target} #${nth}`;
    return [{ ...common, ...labels, target, status: finding.status }, 1] as const;
  });
}

function labelsOf(finding: Finding) {
  const { controls, rule, severity, target } = finding;
  return {
    rule,
    control: controls.map(({ control }) => control).join(','),
    severity,
    component: target.component,
    target: target.kind === 'file' ? `${targetName(target)}, ${target.path}` : targetName(target),
    waived: String(finding.waiver !== null),
  };
}

function familyText({ name, help, samples }: Family): string {
  const lines = samples.map(([labels, value]) => `${name}{${labelText(labels)}} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}="${escaped(value)}"`)
    .join(',');
}

/** As https://prometheus.io/docs/instrumenting/exposition_formats/ asks of label values. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
