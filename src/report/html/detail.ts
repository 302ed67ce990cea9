import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Finding } from '../../model/finding.ts';
import { isWrong } from '../common/counts.ts';
import { targetTitle } from '../common/target.ts';
import { timeText } from '../common/time.ts';
import { waiverPeople } from '../common/waiver.ts';
import { evidenceTable } from './evidence.ts';
import { STATUS_NAMES } from './words.ts';

/** What a reader needs to believe a finding and to act on it. */
export function detail(finding: Finding, id: string): Element {
  return h('div.detail', [
    h('p.reason', finding.reason),
    ...waiver(finding),
    ...letter(finding),
    ...evidenceTable(finding),
    h('dl', [...places(finding), ...proof(finding), ...pointers(finding, id)]),
  ]);
}

function waiver(finding: Finding): Element[] {
  const { waiver: given } = finding;
  if (given === null) return [];
  const { id, reason, expires } = given;
  return [
    h('p.callout.waiver', [
      h('b', expires === null ? 'Waived. ' : `Waived until ${expires}. `),
      `${reason} `,
      h('span', ['(', waiverPeople(given), ', ', h('code', id), ')']),
    ]),
  ];
}

function letter({ letter: said, letterReason }: Finding): Element[] {
  if (said === undefined) return [];
  return [
    h('p.callout.letter', [
      h('b', `The benchmark's letter says ${STATUS_NAMES[said].toLowerCase()}. `),
      letterReason ?? '',
    ]),
  ];
}

function item(name: string, ...content: (string | ElementContent)[]): Element {
  return h('div', [h('dt', name), h('dd', content)]);
}

/** What paper says elsewhere already, or cannot do. */
function aside(name: string, ...content: (string | ElementContent)[]): Element {
  return h('div.aside', [h('dt', name), h('dd', content)]);
}

function places({ locations }: Finding): Element[] {
  if (locations === undefined || locations.length === 0) return [];
  return [
    item(
      'Look at',
      h(
        'ul',
        locations.map(({ path, line }) => h('li', h('code', `${path}:${line}`))),
      ),
    ),
  ];
}

function proof({ proof: { outcome, method, observed, at } }: Finding): Element[] {
  if (outcome === 'not-attempted') return [item('Proof', h('b', 'None. '), observed)];
  const how = at === null ? method : `${method}, ${timeText(at)}`;
  const name = outcome[0]?.toUpperCase() + outcome.slice(1);
  return [item('Proof', h('b', `${name}. `), `${observed} `, h('span.how', how))];
}

function pointers(finding: Finding, id: string): Element[] {
  const { rule, controls, target } = finding;
  return [
    item(isWrong(finding) ? 'How to fix it' : 'Background', h('code.command', `kubetrue explain ${rule}`)),
    aside('Target', targetTitle(target)),
    ...controls.map(({ benchmark, version, control, level, assessment }) =>
      item(
        'Control',
        `${control} of ${benchmark} ${version}`,
        level === null ? '' : `, level ${level}`,
        `, ${assessment}`,
      ),
    ),
    aside('Link', h('a', { href: `#${id}` }, 'to this finding')),
  ];
}
