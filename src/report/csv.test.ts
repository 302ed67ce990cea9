import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Report } from '../model/finding.ts';
import { renderCsv } from './csv.ts';
import { finding, report } from './testing.ts';

type Row = Record<string, string>;

function rowsOf(one: Report): Row[] {
  return parse(renderCsv(one), { columns: true, record_delimiter: '\r\n' }) as Row[];
}

const CONTROL = {
  benchmark: 'cis-kubernetes',
  version: '1.12',
  control: '2.5',
  level: 1,
  assessment: 'automated',
} as const;

test('a row holds who was judged, by what, the verdict and what it rests on', () => {
  const one = finding({
    status: 'fail',
    letter: 'pass',
    letterReason: 'It is set.',
    reason: 'One listener is plain http, "for now".',
    evidence: [
      {
        setting: 'listen-peer-urls',
        value: ['https://10.0.0.1:2380', 'http://10.0.0.1:2382'],
        origin: { kind: 'file', path: '/etc/etcd.yaml', line: 7 },
        overrides: [{ value: 'https://10.0.0.1:2380', origin: { kind: 'environment', name: 'ETCD_X' } }],
      },
      {
        setting: 'peer-auto-tls',
        value: false,
        origin: { kind: 'default', version: '3.5' },
        overrides: [],
      },
    ],
  });

  expect(rowsOf(report([one]))).toEqual([
    {
      node: 'cp-1',
      ...CONTROL,
      level: '1',
      rule: 'etcd-peer-client-cert-auth',
      title: 'Require client certificates between etcd peers',
      severity: 'high',
      component: 'etcd',
      target: 'etcd 3.5.21 · m1 · pid 1234',
      status: 'fail',
      reason: 'One listener is plain http, "for now".',
      letter: 'pass',
      letterReason: 'It is set.',
      proof: 'confirmed',
      observed: 'Strangers were refused.',
      evidence:
        'listen-peer-urls = https://10.0.0.1:2380, http://10.0.0.1:2382 from /etc/etcd.yaml:7; overridden: ' +
        'https://10.0.0.1:2380 from environment ETCD_X | peer-auto-tls = false from default of etcd 3.5',
      waiver: '',
      waiverOwner: '',
      waiverExpires: '',
    },
  ]);
});

test.each([
  ['two controls', [CONTROL, { ...CONTROL, control: '2.6' }], ['2.5', '2.6']],
  ['no control', [], ['']],
])('a finding of %s', (_name, controls, expected) => {
  const rows = rowsOf(report([finding({ controls }), finding()]));

  expect(rows.map(({ control }) => control)).toEqual([...expected, '2.5']);
});

test.each([
  ['=HYPERLINK("http://x")', `'=HYPERLINK("http://x")`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\uff1d1+1', "'\uff1d1+1"],
  ['\t=1', '\\t=1'],
  ['\r=1', '\\r=1'],
  ['\n=1', '\\n=1'],
  ['a","=1', 'a","=1'],
  ['\x1b[31m', '\\x1b[31m'],
])('%j is a formula nowhere', (reason, expected) => {
  expect(rowsOf(report([finding({ reason })]))[0]?.reason).toBe(expected);
});

test('no text of a report makes a formula, a new row or a new cell', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",;\' a\u2028') }), (text) => {
      const one = report([finding({ title: text, reason: text })]);
      const rows = rowsOf({ ...one, node: { ...one.node, name: text } });

      expect(rows).toHaveLength(1);
      for (const cell of Object.values(rows[0] ?? {})) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
    }),
  );
});

test('ten megabytes of evidence leave a cell that a spreadsheet takes', () => {
  const evidence = Array.from({ length: 100 }, (_, index) => ({
    setting: `s${index}`,
    value: 'x'.repeat(100_000),
    origin: { kind: 'flag', text: '--s' } as const,
    overrides: [],
  }));

  expect(rowsOf(report([finding({ evidence })]))[0]?.evidence?.length).toBeLessThan(32_767);
});

test('lines end in CRLF, and nothing but rows is there', () => {
  const text = renderCsv(report([finding(), finding()]));

  expect(text.split('\r\n')).toHaveLength(4);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});
