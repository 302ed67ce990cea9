import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Evidence, Finding } from '../../model/finding.ts';
import { firstOf } from '../common/limits.ts';
import { originText, valueText } from '../text/value.ts';

/** So many values are shown of one finding, and so much of one value. */
const MOST = 200;
const VALUE_LIMIT = 1200;

/** Each value that decides, where it comes from, and what it won against. */
export function evidenceTable({ evidence, target: { component } }: Finding): Element[] {
  if (evidence.length === 0) return [];
  const { shown, left } = firstOf(evidence, MOST);
  return [
    h('table.evidence', [
      h(
        'thead',
        h(
          'tr',
          ['Setting', 'In force', 'Set by'].map((name) => h('th', { scope: 'col' }, name)),
        ),
      ),
      h(
        'tbody',
        shown.flatMap((one) => [won(one, component), ...lost(one, component)]),
      ),
    ]),
    ...(left > 0 ? [h('p.cut', `${left} more values are in the JSON report.`)] : []),
  ];
}

function won({ setting, value, origin, note }: Evidence, component: string): Element {
  return h('tr', [
    h('th', { scope: 'row' }, h('code', setting)),
    h('td', h('code', valueText(value, VALUE_LIMIT))),
    h('td', [
      h('span.origin', originText(origin, component, value, VALUE_LIMIT)),
      ...(note === undefined ? [] : [h('span.note', note)]),
    ]),
  ]);
}

function lost({ overrides }: Evidence, component: string): Element[] {
  return overrides.map(({ value, origin }) =>
    h('tr.lost', [
      h('th', { scope: 'row' }, 'overridden'),
      h('td', h('s', h('code', valueText(value, VALUE_LIMIT)))),
      h('td', h('span.origin', originText(origin, component, value, VALUE_LIMIT))),
    ]),
  );
}
