import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { expect, test } from 'vitest';
import type { Report } from '../model/finding.ts';
import { HOSTILE_TEXTS, hostileFinding, hostileReport } from './hostile.ts';
import { renderMarkdown } from './markdown.ts';
import { finding, report } from './testing.ts';

/** What a reader of GitHub's Markdown gets. */
function htmlOf(one: Report): string {
  return micromark(renderMarkdown(one), {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

function tagsOf(html: string): string[] {
  return [...new Set([...html.matchAll(/<([a-z0-9]+)/gi)].map(([, name]) => name ?? ''))].sort();
}

const HOSTILE = htmlOf(hostileReport());
const FAILING = finding({
  status: 'fail',
  letter: 'pass',
  letterReason: 'peer-client-cert-auth is true.',
  reason: 'A stranger was let in.',
  evidence: [
    {
      setting: 'listen-peer-urls',
      value: 'http://10.0.0.1:2382',
      origin: { kind: 'drop-in', path: '/etc/etcd/a|b.yaml', line: 7 },
      overrides: [{ value: 'https://10.0.0.1:2380', origin: { kind: 'environment', name: 'ETCD_X' } }],
      note: 'It wins.',
    },
  ],
});

test('a failing control shows what was seen, what won, what lost, the proof and the letter', () => {
  const text = renderMarkdown(report([finding(), FAILING]));

  expect(text.slice(text.indexOf('## '))).toMatchInlineSnapshot(`
    "## What is wrong (1)

    <details><summary>✖ <b>2.5</b> Require client certificates between etcd peers · high · proved</summary>

    A stranger was let in.

    | Setting | Value | Source |
    | - | - | - |
    | \`listen-peer-urls\` | \`http://10.0.0.1:2382\` | \`/etc/etcd/a\\|b.yaml:7\` It wins. |
    | overridden | \`https://10.0.0.1:2380\` | \`environment ETCD_X\` |

    **Proof**: confirmed (NOCERT, 2026-11-24 10:00 UTC): Strangers were refused.

    **The benchmark's letter** says pass. peer-client-cert-auth is true.

    **Target**: etcd 3.5.21 · m1 · pid 1234 · \`kubetrue explain etcd-peer-client-cert-auth\`

    </details>

    ## Passed (1)

    <details><summary>Show all 1</summary>

    | | Control | Title | Target | Because | Letter |
    | - | - | - | - | - | - |
    | ✔ | 2.5 | Require client certificates between etcd peers | etcd 3.5.21 · m1 · pid 1234 | proved | |

    </details>
    "
  `);
});

test('what is wrong comes first, the gravest before the rest; what is well last', () => {
  const text = renderMarkdown(
    report([
      finding({ title: 'Well' }),
      finding({ title: 'Nowhere', status: 'not-applicable' }),
      finding({ title: 'Slight', status: 'fail', severity: 'low' }),
      finding({ title: 'Asked', status: 'manual' }),
      finding({ title: 'Dark', status: 'unknown' }),
      finding({ title: 'Grave', status: 'conflict', severity: 'high' }),
    ]),
  );

  const places = ['Grave', 'Slight', 'Dark', 'Asked', 'Well', 'Nowhere'].map((title) => text.indexOf(title));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places[0]).toBeGreaterThan(0);
});

test('folded parts open and close in pairs, and tables in them are tables', () => {
  const html = htmlOf(report([FAILING, FAILING, finding()]));

  expect(html.match(/<details>/g)).toHaveLength(3);
  expect(html.match(/<\/details>/g)).toHaveLength(3);
  // One of statuses, one of each failing finding, one of the passes.
  expect(html.match(/<table>/g)).toHaveLength(4);
});

test('hostile texts bring no element, link, image or formula of their own', () => {
  const honest = htmlOf(report([FAILING, finding({ letter: 'fail' }), finding({ status: 'unknown' })]));

  const html = HOSTILE;

  expect(tagsOf(html)).toEqual(tagsOf(honest));
  expect(tagsOf(honest)).not.toContain('a');
  expect(html.match(/<h\d/g)).toHaveLength(3);
  expect(html.match(/<details>/g)).toHaveLength(HOSTILE_TEXTS.length + 1);
});

test('outside of code nothing is left that GitHub makes a link of', () => {
  const html = HOSTILE.replace(/<code>.*?<\/code>/gs, '');

  for (const link of ['@everyone', '#1', 'https://', 'www.']) expect(html).not.toContain(link);
});

test('nothing that a terminal obeys or that turns text around is in it', () => {
  expect(renderMarkdown(hostileReport())).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
});

test('megabytes of evidence leave a note and a short text', () => {
  const evidence = Array.from({ length: 1000 }, (_, index) => ({
    setting: `s${index}`,
    value: 'x'.repeat(10_000),
    origin: { kind: 'flag', text: '--s' } as const,
    overrides: [],
  }));

  const text = renderMarkdown(report([{ ...hostileFinding('x'), evidence }]));

  expect(text).toContain('950 more values are in the JSON report.');
  expect(text).toMatch(/x\[… \d+ characters …]x/);
  expect(text.length).toBeLessThan(100_000);
});

test('the waiver of a finding is told', () => {
  const waiver = { id: 'w-1', reason: 'Old net.', owner: 'ops', approver: 'ciso', expires: '2027-01-31' };

  const text = renderMarkdown(report([{ ...FAILING, waiver: waiver as never }]));

  expect(text).toContain('· waived</summary>');
  expect(text).toContain('**Waived until 2027-01-31**: Old net. (owner ops, approved by ciso, `w-1`)');
});
