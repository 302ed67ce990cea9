import type { Report } from '../model/finding.ts';

/** Order of keys in every object of a report; one list serves all of them. */
const KEY_ORDER = [
  ...[
    'schema',
    'tool',
    'outcome',
    'kind',
    'rule',
    'title',
    'severity',
    'component',
    'pid',
    'setting',
    'value',
  ],
  ...['method', 'observed', 'at', 'benchmark', 'node', 'findings', 'summary', 'coverage'],
  ...['text', 'name', 'path', 'line', 'version', 'chosenBecause', 'kubernetes', 'distribution', 'roles'],
  ...['controls', 'control', 'level', 'assessment', 'target', 'status', 'letter', 'letterReason', 'reason'],
  ...['origin', 'overrides', 'note', 'evidence', 'proof', 'waiver', 'resource', 'address'],
  ...['pass', 'fail', 'conflict', 'manual', 'not-applicable', 'unknown', 'error'],
  ...['evaluated', 'expected', 'gaps', 'why'],
];
const RANK = new Map(KEY_ORDER.map((key, index) => [key, index]));

/**
 * The report as JSON with two-space indentation and a final newline. Keys come in one fixed order, so that the
 * same report always gives the same bytes; lone surrogates are escaped, so that the bytes are valid UTF-8.
 */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, inOrder, 2)}\n`;
}

function inOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}

function rank(key: string): number {
  return RANK.get(key) ?? KEY_ORDER.length;
}
