import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Finding, Status } from '../model/finding.ts';
import { finding, report } from './testing.ts';
import { widthOf } from './text/width.ts';
import { renderText, type TextOptions } from './text.ts';

const PLAIN: TextOptions = { color: false, unicode: true, width: 80, elapsedMs: null };

const FAILING = finding({
  status: 'fail',
  letter: 'pass',
  letterReason: 'peer-client-cert-auth is true.',
  reason: 'A stranger was let in: GET http://10.0.0.1:2382/members answered 200.',
  proof: {
    outcome: 'confirmed',
    method: 'PLAIN',
    observed: 'GET http://10.0.0.1:2382/members answered 200.',
    at: null,
  },
  evidence: [
    {
      setting: 'listen-peer-urls',
      value: ['https://10.0.0.1:2380', 'http://10.0.0.1:2382'],
      origin: { kind: 'file', path: '/etc/etcd/etcd.yaml', line: 7 },
      overrides: [
        { value: 'https://10.0.0.1:2380', origin: { kind: 'environment', name: 'ETCD_LISTEN_PEER_URLS' } },
      ],
    },
    {
      setting: 'peer-client-cert-auth',
      value: true,
      origin: { kind: 'flag', text: '--peer-client-cert-auth=true' },
      overrides: [],
    },
    { setting: 'peer-auto-tls', value: false, origin: { kind: 'default', version: '3.5' }, overrides: [] },
  ],
});

test('a failing control shows what was seen, what won, what lost, and the letter', () => {
  const text = renderText(report([FAILING]), PLAIN);

  expect(text).toMatchInlineSnapshot(`
    "kubetrue · node cp-1 · Kubernetes 1.34.1 (kubeadm)
    CIS Kubernetes Benchmark 1.12 · 2026-11-24 10:00 UTC
    It was asked for.

    etcd 3.5.21 · m1 · pid 1234
      ✖ 2.5  Require client certificates between etcd peers           HIGH  proved
             A stranger was let in: GET http://10.0.0.1:2382/members answered 200.
             listen-peer-urls = https://10.0.0.1:2380, http://10.0.0.1:2382
                 /etc/etcd/etcd.yaml:7
                 overridden: https://10.0.0.1:2380 from environment
                 ETCD_LISTEN_PEER_URLS
             peer-client-cert-auth = true   flag --peer-client-cert-auth
             peer-auto-tls = false   default of etcd 3.5
             The benchmark's letter says pass: peer-client-cert-auth is true.
             → kubetrue explain etcd-peer-client-cert-auth

    1 control: 1 fail · coverage 1/1
      evidence: 1 proved by asking what runs, 0 read
    "
  `);
});

test.each([
  ['kubeadm', 'Recognised by /etc/eks.', 'The distribution is kubeadm. Recognised by /etc/eks.'],
  ['unknown', 'No trace of a distribution known here was found.', ''],
  ['kubeadm', undefined, ''],
])('the head says of the distribution %s, known because %s: %s', (distribution, because, line) => {
  const recognised = because === undefined ? {} : { distributionBecause: because };
  const one = report([FAILING]);

  const text = renderText({ ...one, node: { ...one.node, distribution, ...recognised } }, PLAIN);

  expect(text.split('\n')[3]).toBe(line);
});

test('a passing control takes one line', () => {
  const lines = renderText(report([finding()]), PLAIN).split('\n');

  expect(lines.filter((line) => line.includes('2.5'))).toEqual([
    '  ✔ 2.5  Require client certificates between etcd peers                 proved',
  ]);
  expect(lines.join('\n')).not.toContain('Every peer listener');
});

test.each<[Status, string]>([
  ['pass', '✔'],
  ['fail', '✖'],
  ['conflict', '≠'],
  ['manual', '☐'],
  ['not-applicable', '–'],
  ['unknown', '?'],
  ['error', '!'],
])('%s has a mark of its own and its count in the summary', (status, mark) => {
  const text = renderText(report([finding({ status, reason: 'Because.' })]), PLAIN);

  expect(text).toContain(`  ${mark} 2.5 `);
  expect(text).toContain(`1 control: 1 ${status.replace('-', ' ')}`);
});

test('controls that do not apply for one reason are said once', () => {
  const absent = (control: string): Finding =>
    finding({
      status: 'not-applicable',
      reason: 'No etcd runs here.',
      controls: [
        { benchmark: 'cis-kubernetes', version: '1.12', control, level: 1, assessment: 'automated' },
      ],
      target: { kind: 'node', component: 'etcd', node: 'cp-1' },
    });

  const text = renderText(report([absent('2.1'), absent('2.2')]), PLAIN);

  expect(text).toContain('  – 2.1, 2.2 not applicable: No etcd runs here.\n');
});

test('two processes of a component are two blocks', () => {
  const other = { kind: 'process', component: 'etcd', pid: 99, node: 'cp-1', name: 'events' } as const;

  const text = renderText(report([finding(), finding({ target: other })]), PLAIN);

  expect(text).toContain('\netcd 3.5.21 · m1 · pid 1234\n');
  expect(text).toContain('\netcd · events · pid 99\n');
  expect(text).toContain(
    '1 control, 2 findings: 2 pass · coverage 2/2\n  evidence: 2 proved by asking what runs, 0 read\n',
  );
});

test('a verdict that nothing proved says so, and why once', () => {
  const proof = {
    outcome: 'not-attempted',
    method: '',
    observed: 'Proving was switched off.',
    at: null,
  } as const;

  const text = renderText(report([finding({ proof })]), PLAIN);

  expect(text).toMatch(/peers +read\n/);
  expect(text).toContain('  not proved: 2.5: Proving was switched off.\n');
});

test.each([24, 40, 59, 60, 80, 200])('no line is wider than %i columns', (width) => {
  const text = renderText(report([FAILING, finding()]), { ...PLAIN, width });

  expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(width);
});

test('colour changes nothing but colour', () => {
  const findings = [FAILING, finding(), finding({ status: 'unknown', reason: 'Why.' })];

  const colored = renderText(report(findings), { ...PLAIN, color: true });

  expect(colored).toContain('\x1b[');
  expect(stripVTControlCharacters(colored)).toBe(renderText(report(findings), PLAIN));
});

test('without UTF-8 all of our own signs are ASCII', () => {
  const text = renderText(report([FAILING, finding()]), { ...PLAIN, unicode: false });

  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
});

test('nothing from the judged machine reaches the terminal raw', () => {
  const nasty = '\x1b]0;owned\x07\u202e';
  const hostile = finding({
    status: 'fail',
    reason: nasty,
    letter: 'pass',
    letterReason: nasty,
    evidence: [
      { setting: 'name', value: [nasty], origin: { kind: 'flag', text: nasty }, overrides: [], note: nasty },
    ],
    target: { kind: 'process', component: 'etcd', pid: 1, node: nasty, name: nasty, version: nasty },
    proof: { outcome: 'confirmed', method: nasty, observed: nasty, at: null },
  });
  const whole = {
    ...report([hostile]),
    node: { name: nasty, kubernetes: nasty, distribution: nasty, roles: [nasty] },
  };

  expect(renderText(whole, PLAIN).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('a value of two megabytes does not fill the screen', () => {
  const evidence = [
    {
      setting: 'name',
      value: 'x'.repeat(2_000_000),
      origin: { kind: 'flag', text: `--name=${'x'.repeat(2_000_000)}` } as const,
      overrides: [],
    },
  ];

  expect(renderText(report([finding({ status: 'fail', evidence })]), PLAIN).length).toBeLessThan(5_000);
});
