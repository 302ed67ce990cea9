import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { HOSTILE_TEXTS, hostileFinding, hostileReport } from './hostile.ts';
import { renderHtml, TEXT_LIMIT } from './html.ts';
import { finding, report } from './testing.ts';

const FAILING = finding({
  status: 'fail',
  letter: 'pass',
  letterReason: 'It is set.',
  reason: 'A stranger was let in.',
  evidence: [
    {
      setting: 'listen-peer-urls',
      value: 'http://10.0.0.1:2382',
      origin: { kind: 'drop-in', path: '/etc/etcd.d/1.yaml', line: 7 },
      overrides: [{ value: 'https://10.0.0.1:2380', origin: { kind: 'environment', name: 'ETCD_X' } }],
      note: 'It wins.',
    },
  ],
  locations: [{ path: 'etcd.yaml', line: 12 }],
});

/** What is inside of each element of that name. */
function insidesOf(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`<${name}[^>]*>(.*?)</${name}>`, 'gs'))].map(
    ([, inside]) => inside ?? '',
  );
}

/** What is read in the body. */
function textOf(html: string): string {
  return html
    .replace(/^.*<body>|<script>.*$/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function tagsOf(html: string): string[] {
  return [...new Set([...html.matchAll(/<([a-z0-9]+)/gi)].map(([, name]) => name ?? ''))].sort();
}

test('a finding shows what won, where, what lost, the proof, the letter and where to go on', () => {
  const text = textOf(renderHtml(report([FAILING])));

  const missing = [
    'listen-peer-urls http://10.0.0.1:2382 /etc/etcd.d/1.yaml:7 It wins.',
    'overridden https://10.0.0.1:2380 environment ETCD_X',
    'Confirmed. Strangers were refused. NOCERT, 2026-11-24 10:00 UTC',
    "The benchmark's letter says pass. It is set.",
    'How to fix it kubetrue explain etcd-peer-client-cert-auth',
    'etcd 3.5.21 · m1 · pid 1234',
    '2.5 of cis-kubernetes 1.12, level 1, automated',
    'Look at etcd.yaml:12',
  ].filter((part) => !text.includes(part));
  expect(missing).toEqual([]);
});

test('the waiver of a finding is told, and what is waived is not among the gravest', () => {
  const waiver = { id: 'w-1', reason: 'Old net.', owner: 'ops', approver: 'ciso', expires: '2027-01-31' };

  const text = textOf(renderHtml(report([{ ...FAILING, waiver: waiver as never }])));

  expect(text).toContain('Waived until 2027-01-31. Old net. (owner ops, approved by ciso, w-1 )');
  expect(text).toContain('Nothing is wrong that has no waiver.');
});

test('summary, severities, grades and coverage are those of the report', () => {
  const one = report([FAILING, finding(), finding({ status: 'unknown', reason: 'It is unreadable.' })]);

  const text = textOf(renderHtml(one));

  expect(text).toContain('1 control in 3 findings: 1 fail, 1 unknown.');
  expect(text).toContain('1 Fail 0 Conflict 0 Error 1 Unknown 0 Manual 1 Pass 0 Not applicable');
  expect(text).toContain('1 High 0 Medium 0 Low');
  expect(text).toContain('2 proved by asking what runs 0 read');
  expect(text).toContain('2 of 3 findings could be judged');
  expect(text).toContain('Not judged, and why 2.5 It is unreadable.');
});

test('the policy names the very bytes of style and script, and lets nothing load', () => {
  const html = renderHtml(hostileReport());
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  const hashOf = (name: string) => {
    const [inside = '', ...more] = insidesOf(html, name);
    expect(more).toEqual([]);
    return `${name}-src 'sha256-${createHash('sha256').update(inside).digest('base64')}'`;
  };

  const parts = policy.replaceAll('&#x27;', "'").split('; ');
  expect(parts).toContain("default-src 'none'");
  expect(parts).toContain(hashOf('script'));
  expect(parts).toContain(hashOf('style'));
  expect(html).not.toMatch(/<[^>]*\s(src|style|on\w+)=/i);
  expect(html).not.toMatch(/<(link|iframe|object|embed|base|form[^>]*action)/i);
});

test('hostile texts bring no element, attribute or character of their own', () => {
  const honest = renderHtml(report([FAILING, finding({ letter: 'fail' }), finding({ status: 'unknown' })]));

  const html = renderHtml(hostileReport());

  expect(tagsOf(html).filter((name) => !tagsOf(honest).includes(name))).toEqual([]);
  expect(html.match(/<details/g)).toHaveLength(2 * HOSTILE_TEXTS.length);
  expect(html.match(/<h1/g)).toHaveLength(1);
  expect(html).not.toMatch(/<[^>]*\shref="(?!#)/);
  expect(html).not.toMatch(/[^\P{Cc}\n]|[\u200b\u202a-\u202e\u2028\u2066-\u2069]/u);
  expect(html).toContain('abc\\u{202e}def');
});

test('every place has one name, however often a rule is judged', () => {
  const html = renderHtml(
    report([FAILING, finding(), finding(), hostileFinding('<b>'), hostileFinding('<i>')]),
  );

  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = [...html.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id);
  expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
});

test('sections come in the order of their numbers, each target apart', () => {
  const control = (number: string) => [
    { ...FAILING.controls[0], control: number } as (typeof FAILING.controls)[0],
  ];
  const other = { ...FAILING.target, pid: 99 };
  const html = renderHtml(
    report([
      finding({ controls: control('10.1') }),
      finding({ controls: control('1.2.10'), target: other }),
      finding({ controls: control('2.5') }),
      finding({ controls: control('1.2.3') }),
      finding({ controls: [] }),
    ]),
  );

  const groups = [...html.matchAll(/<section class="group"[^>]*><h3><b>([^<]*)/g)].map(
    ([, section]) => section,
  );
  expect(groups).toEqual(['1.2', '1.2', '2', '10', 'other']);
});

test('of given files it says what was not judged', () => {
  const files = {
    judged: ['a.yaml'],
    passedOver: 3,
    problems: [{ path: 'b.yaml', line: 4, problem: 'it is no YAML' }],
    notes: ['A link was not followed.'],
  };

  const text = textOf(renderHtml({ ...report([FAILING]), files }));

  expect(text).toContain('1 file before it runs Kubernetes 1.34.1');
  expect(text).toContain('b.yaml:4 not judged: it is no YAML. A link was not followed.');
});

test('ten megabytes of evidence leave a small page that says what is cut', () => {
  const evidence = Array.from({ length: 1000 }, (_, index) => ({
    setting: `s${index}`,
    value: 'x'.repeat(10_000),
    origin: { kind: 'flag', text: '--s' } as const,
    overrides: [],
  }));
  const html = renderHtml(report([finding({ reason: 'y'.repeat(10_000_000), evidence })]));

  expect(html).toContain('800 more values are in the JSON report.');
  expect(html).toMatch(/x\[… \d+ characters …]x/);
  expect(html).toContain(`y[… ${10_000_000 - (TEXT_LIMIT - 24)} characters …]y`);
  expect(html.length).toBeLessThan(500_000);
});

test('the same report gives the same page', () => {
  expect(renderHtml(hostileReport())).toBe(renderHtml(hostileReport()));
});
