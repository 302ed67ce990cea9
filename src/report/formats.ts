import type { Report } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import type { TextOptions } from './text.ts';

/** What a renderer may use besides the report. */
export interface RenderContext {
  /** How text may look where it is going. */
  text: TextOptions;
  /** The rule set that judged, for formats that carry what a rule says. */
  rules: readonly Rule[];
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
} as const satisfies Record<string, ReportFormat>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

/** The format of that name, undefined where there is none. */
export function formatNamed(name: string): ReportFormat | undefined {
  return Object.hasOwn(FORMATS, name) ? FORMATS[name as FormatName] : undefined;
}
