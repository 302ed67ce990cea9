import type { Finding, Report } from '../model/finding.ts';
import { finding, report } from './testing.ts';

/** Texts that a judged machine may hold to reach the reader of a report. */
export const HOSTILE_TEXTS = [
  '<script>document.title = "owned"</script>',
  '"><img src=x onerror="document.title=\'owned\'">',
  "' onmouseover='document.title=1",
  '</summary></details></main><h1>Nothing fails</h1>',
  '<!-- --><a href="https://example.org/">click</a>',
  '&lt;b&gt; &amp; &#x3c;',
  '[click](https://example.org/) ![see](https://example.org/x.png)',
  'see https://example.org/ or www.example.org or mail@example.org',
  '@everyone #1 GH-1 org/repo#1',
  '`code` ``more`` | cell \\| *bold* _it_ ~~no~~ $\\color{red}{x}$',
  '# heading\n\n---\n\n- item\n\n<details>\n\n```\nfence',
  '\x1b[31mred\x1b[0m \x1b]0;owned\x07',
  'abc\u202edef\u2066ghi\u200b',
  '{{7*7}} <%= 7*7 %>',
  '\u2028</style><style>*{display:none}</style>',
  ']]><![CDATA[',
] as const;

/** A failing finding in which every text is this one. */
export function hostileFinding(text: string): Finding {
  return finding({
    title: text,
    status: 'fail',
    letter: 'pass',
    letterReason: text,
    reason: text,
    target: { kind: 'file', component: text, path: text, line: 1, node: text, name: text, version: text },
    evidence: [
      {
        setting: text,
        value: [text, text],
        origin: { kind: 'flag', text },
        overrides: [{ value: text, origin: { kind: 'environment', name: text } }],
        note: text,
      },
      { setting: text, value: text, origin: { kind: 'file', path: text, line: 1 }, overrides: [] },
    ],
    proof: { outcome: 'inconclusive', method: text, observed: text, at: text },
  });
}

/** A report in which every text that a machine may give is hostile. */
export function hostileReport(): Report {
  const one = report(HOSTILE_TEXTS.flatMap((text) => [hostileFinding(text), passed(text)]));
  const [text] = HOSTILE_TEXTS;
  const everything = HOSTILE_TEXTS.join(' ');
  return {
    ...one,
    node: {
      name: everything,
      kubernetes: text,
      distribution: text,
      distributionBecause: everything,
      roles: [...HOSTILE_TEXTS],
    },
    benchmark: { name: text, version: text, chosenBecause: everything },
    coverage: { ...one.coverage, gaps: HOSTILE_TEXTS.map((why) => ({ rule: why, why })) },
  };
}

function passed(text: string): Finding {
  return { ...hostileFinding(text), status: 'pass', letter: 'fail' };
}
