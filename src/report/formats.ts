import type { Report } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import type { AwsHome } from './asff.ts';
import { withUnread } from './common/unread.ts';
import type { TextOptions } from './text.ts';

/** What a renderer may use besides the report. */
export interface RenderContext {
  /** How text may look where it is going. */
  text: TextOptions;
  /** The rule set that judged, for formats that carry what a rule says. */
  rules: readonly Rule[];
  /** Whose Security Hub findings in AWS' format are for. */
  aws: AwsHome;
}

/** A way to write a report down. */
export interface ReportFormat {
  /** Usual ending of a file of this format. */
  extension: string;
  mediaType: string;
  /** What it is for, in one line. */
  summary: string;
  /** The same report gives the same text. The code behind it is loaded when it is called. */
  render(report: Report, context: RenderContext): Promise<string>;
}

/** Every format of a report by its name on the command line, the default one first. */
export const FORMATS = {
  text: {
    extension: 'txt',
    mediaType: 'text/plain',
    summary: 'for people, on a terminal',
    render: async (report, { text }) => (await import('./text.ts')).renderText(report, text),
  },
  json: {
    extension: 'json',
    mediaType: 'application/json',
    summary: 'everything, for programs: schemas/report.v1.json',
    render: async (report) => (await import('./json.ts')).renderJson(report),
  },
  jsonl: {
    extension: 'jsonl',
    mediaType: 'application/jsonl',
    summary: 'one finding a line, for log pipelines and jq: schemas/report-line.v1.json',
    render: async (report) => (await import('./jsonl.ts')).renderJsonl(report),
  },
  sarif: {
    extension: 'sarif',
    mediaType: 'application/sarif+json',
    summary: 'SARIF 2.1.0, for code scanning and editors: rules with help, results at file and line',
    render: async (report, { rules }) => (await import('./sarif/index.ts')).renderSarif(report, rules),
  },
  junit: {
    extension: 'xml',
    mediaType: 'application/xml',
    summary: 'JUnit XML, for the test view of a CI server',
    render: async (report) => (await import('./junit.ts')).renderJunit(report),
  },
  oscal: {
    extension: 'json',
    mediaType: 'application/oscal+json',
    summary: 'OSCAL 1.2 assessment results, for auditors and GRC tools',
    render: async (report) => (await import('./oscal/assessment-results.ts')).renderOscal(withUnread(report)),
  },
  ocsf: {
    extension: 'json',
    mediaType: 'application/json',
    summary: 'OCSF 1.8 Compliance Findings, for a security lake or SIEM',
    render: async (report, { rules }) => (await import('./ocsf.ts')).renderOcsf(withUnread(report), rules),
  },
  openreports: {
    extension: 'json',
    mediaType: 'application/json',
    summary: 'a ClusterReport of openreports.io/v1alpha1, for kubectl apply',
    render: async (report) => (await import('./policy-reports.ts')).renderOpenReports(withUnread(report)),
  },
  policyreport: {
    extension: 'json',
    mediaType: 'application/json',
    summary: 'a ClusterPolicyReport of wgpolicyk8s.io/v1alpha2, its predecessor',
    render: async (report) => (await import('./policy-reports.ts')).renderPolicyReport(withUnread(report)),
  },
  asff: {
    extension: 'json',
    mediaType: 'application/json',
    summary: 'AWS Security Finding Format, for Security Hub',
    render: async (report, { rules, aws }) =>
      (await import('./asff.ts')).renderAsff(withUnread(report), rules, aws),
  },
  xccdf: {
    extension: 'xml',
    mediaType: 'application/xml',
    summary: 'XCCDF 1.2 results, for tools around SCAP',
    render: async (report, { rules }) => (await import('./xccdf.ts')).renderXccdf(withUnread(report), rules),
  },
  prometheus: {
    extension: 'prom',
    mediaType: 'text/plain; version=0.0.4',
    summary: "Prometheus' text format, for the textfile collector of node_exporter",
    render: async (report) => (await import('./prometheus.ts')).renderPrometheus(report),
  },
  csv: {
    extension: 'csv',
    mediaType: 'text/csv',
    summary: 'a row for each control, for spreadsheets; no cell is a formula',
    render: async (report) => (await import('./csv.ts')).renderCsv(withUnread(report)),
  },
  markdown: {
    extension: 'md',
    mediaType: 'text/markdown',
    summary: 'for GitHub and wikis, what is wrong first',
    render: async (report) => (await import('./markdown.ts')).renderMarkdown(report),
  },
  html: {
    extension: 'html',
    mediaType: 'text/html',
    summary: 'one page to read, search, filter and print; it needs nothing else',
    render: async (report) => (await import('./html.ts')).renderHtml(report),
  },
} as const satisfies Record<string, ReportFormat>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

/** The format of that name, undefined where there is none. */
export function formatNamed(name: string): ReportFormat | undefined {
  return Object.hasOwn(FORMATS, name) ? FORMATS[name as FormatName] : undefined;
}
