import type { Report } from '../model/finding.ts';

/** Order of keys in every object of a report; one list serves all of them. */
const KEY_ORDER = [
  ...[
    'schema',
    'record',
    'id',
    'state',
    'covers',
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
  ...['method', 'observed', 'at', 'benchmark', 'node', 'findings', 'summary', 'grades', 'coverage'],
  ...['text', 'name', 'path', 'line', 'version', 'chosenBecause', 'kubernetes'],
  ...['distribution', 'distributionBecause', 'roles'],
  ...['controls', 'control', 'level', 'assessment', 'target', 'status', 'letter', 'letterReason', 'reason'],
  ...['origin', 'overrides', 'note', 'evidence', 'objects', 'proof', 'waiver', 'resource', 'address'],
  ...['file', 'waived', 'list', 'scope', 'owner', 'approver', 'expires', 'baseline'],
  ...['failing', 'undecided'],
  ...['pass', 'fail', 'conflict', 'manual', 'not-applicable', 'unknown', 'error'],
  ...['evaluated', 'expected', 'gaps', 'why'],
];
const RANK = new Map(KEY_ORDER.map((key, index) => [key, index]));

/**
 * The report as JSON with two-space indentation and a final newline. Keys come in one fixed order, so that the
 * same report always gives the same bytes; lone surrogates are escaped, so that the bytes are valid UTF-8.
 */
export function renderJson(report: Report): string {
  return `${harmless(JSON.stringify(report, inOrder(), 2))}\n`;
}

/** JSON leaves DEL and the one-byte forms of escape sequences as they are; escaped, no terminal obeys them. */
export function harmless(json: string): string {
  return json.replace(/[\u007f-\u009f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A replacer for JSON.stringify that puts the keys of every object into the order of reports. */
export function inOrder(): (key: string, value: unknown) => unknown {
  const orders = new Map<string, readonly string[]>();
  return (_key, value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    const keys = Object.keys(value);
    const shape = keys.join();
    // A report has thousands of objects of a dozen shapes.
    const order = orders.get(shape) ?? keys.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    orders.set(shape, order);
    return Object.fromEntries(order.map((key) => [key, Reflect.get(value, key)]));
  };
}

function rank(key: string): number {
  return RANK.get(key) ?? KEY_ORDER.length;
}
