import { parse } from 'csv-parse/sync';
import { XMLParser } from 'fast-xml-parser';
import parsePrometheus from 'parse-prometheus-text-format';
import type { Log } from 'sarif';

/** A finding as another program reads it out of a format: our status, and what the format itself makes of it. */
export interface Read {
  status: string;
  outcome: string;
}

type Reader = (text: string) => Read[];
type Tree = Record<string, unknown>;

function tree(value: unknown): Tree {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Tree;
  throw new Error(`not an object: ${JSON.stringify(value)}`);
}

/** What is there once, often or never, as a list. */
function list(value: unknown): Tree[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(tree);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => tree(inner)[key], value);
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  alwaysCreateTextNode: true,
  isArray: (name) => ['testsuite', 'testcase', 'rule-result', 'message'].includes(name),
});

/** The status in a text that begins with `status: …`. */
function told(text: unknown): string {
  return /^status: (\S+)/.exec(String(text))?.[1] ?? '';
}

function junitCase(one: Tree): Read {
  const outcome = ['failure', 'error', 'skipped'].find((name) => name in one) ?? 'passed';
  return { status: told(at(one, 'system-out', '#text')), outcome };
}

function policyResults(text: string): Read[] {
  return list(at(JSON.parse(text), 'results')).map((one) => ({
    status: String(at(one, 'properties', 'status')),
    outcome: `${one.result}${one.scored === true ? '' : ', not scored'}`,
  }));
}

/** The mark of a finding at the beginning of what is folded, or of a line of a table. */
const MARKED = /^(?:<details><summary>|\| )(?<mark>[✖≠?!☐✔–]) /gm;
const MARKS: Readonly<Record<string, string>> = {
  ...{ '✔': 'pass', '✖': 'fail', '≠': 'conflict', '?': 'unknown', '!': 'error' },
  ...{ '☐': 'manual', '–': 'not-applicable' },
};

function marked(mark = ''): Read {
  const status = MARKS[mark] ?? '';
  return { status, outcome: status };
}

/** How to read the findings out of a format. */
export const READERS: Readonly<Record<string, Reader>> = {
  json: (text) =>
    list(at(JSON.parse(text), 'findings')).map(({ status }) => ({
      status: String(status),
      outcome: String(status),
    })),
  jsonl: (text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => tree(JSON.parse(line)))
      .filter(({ record }) => record === 'finding')
      .map(({ status }) => ({ status: String(status), outcome: String(status) })),
  csv: (text) =>
    parse(text, { columns: true, record_delimiter: '\r\n' }).map((row) => {
      const { status } = row as Record<string, string>;
      return { status: String(status), outcome: String(status) };
    }),
  markdown: (text) =>
    [...text.slice(text.indexOf('\n## ')).matchAll(MARKED)].map(({ groups }) => marked(groups?.mark)),
  html: (text) =>
    [...text.matchAll(/<details class="finding is-([a-z-]+)"[^>]* data-status="([a-z-]+)"/g)].map(
      ([, outcome = '', status = '']) => ({ status, outcome }),
    ),
  sarif: (text) => {
    const { runs }: Log = JSON.parse(text);
    return runs.flatMap(({ results = [] }) =>
      results.map(({ kind, level, properties, suppressions = [] }) => ({
        status: String(properties?.status),
        outcome: [kind, level, ...suppressions.map(() => 'suppressed')].join(', '),
      })),
    );
  },
  junit: (text) =>
    list(at(parser.parse(text), 'testsuites', 'testsuite')).flatMap(({ testcase }) =>
      list(testcase).map(junitCase),
    ),
  oscal: (text) => {
    const [result] = list(at(JSON.parse(text), 'assessment-results', 'results'));
    return list(result?.observations).map(({ props }) => {
      const status = String(list(props).find(({ name }) => name === 'status')?.value);
      return { status, outcome: 'observed' };
    });
  },
  ocsf: (text) =>
    list(JSON.parse(text)).map((one) => ({
      status: String(at(one, 'compliance', 'status_code')),
      outcome: `${at(one, 'compliance', 'status_id')}, finding ${one.status_id}`,
    })),
  openreports: policyResults,
  policyreport: policyResults,
  asff: (text) =>
    list(JSON.parse(text)).map((one) => ({
      status: String(at(one, 'ProductFields', 'kubetrue/status')),
      outcome: [
        at(one, 'Compliance', 'Status'),
        ...(one.Workflow === undefined ? [] : [at(one, 'Workflow', 'Status')]),
      ].join(', '),
    })),
  xccdf: (text) =>
    list(at(parser.parse(text), 'Benchmark', 'TestResult', 'rule-result')).map((one) => ({
      status: told(list(one.message)[0]?.['#text']),
      outcome: String(at(one, 'result', '#text')),
    })),
  prometheus: (text) =>
    samplesOf(text, 'kubetrue_finding_status').map(({ labels }) => ({
      status: labels.status ?? '',
      outcome: labels.status ?? '',
    })),
};

interface Sample {
  labels: Readonly<Record<string, string>>;
  value: string;
}

/** Samples of a metric, as another program reads Prometheus' text format. */
export function samplesOf(text: string, metric: string): Sample[] {
  const family = parsePrometheus(text).find(({ name }) => name === metric);
  return (family?.metrics ?? []).map(({ labels = {}, value = '' }) => ({ labels, value }));
}
