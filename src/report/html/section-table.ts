import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Finding, Report } from '../../model/finding.ts';
import { isWrong, STATUS_ORDER } from '../common/counts.ts';
import { anchorOfGroup } from './anchor.ts';
import { bar } from './bar.ts';
import { type Group, groupsOf } from './section.ts';

/** Each section of the benchmark on each target, with its share of what is wrong. */
export function sectionTable(report: Report): Element {
  return h('div.card.sections', [
    h('h3#sections-title', 'By section'),
    h('table', { ariaLabelledBy: 'sections-title' }, [
      h(
        'thead',
        h(
          'tr',
          ['Section', 'Share', 'Wrong', 'Pass', 'All'].map((name) => h('th', { scope: 'col' }, name)),
        ),
      ),
      h('tbody', groupsOf(report.findings).map(row)),
    ]),
  ]);
}

function row(group: Group, index: number): Element {
  const { section, title, findings } = group;
  const count = (wanted: (finding: Finding) => boolean) => String(findings.filter(wanted).length);
  return h('tr', [
    h('th', { scope: 'row' }, h('a', { href: `#${anchorOfGroup(index)}` }, [h('b', section), ` ${title}`])),
    h('td.share', bar(STATUS_ORDER.map((tone) => ({ tone, count: tally(findings, tone) })))),
    h('td', count(isWrong)),
    h(
      'td',
      count(({ status }) => status === 'pass'),
    ),
    h('td', String(findings.length)),
  ]);
}

function tally(findings: readonly Finding[], wanted: Finding['status']): number {
  return findings.filter(({ status }) => status === wanted).length;
}
