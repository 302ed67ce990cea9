import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../model/finding.ts';
import { SEVERITY_ORDER, STATUS_ORDER } from '../common/counts.ts';
import { icon } from './icons.ts';
import { groupsOf } from './section.ts';
import { SEVERITY_NAMES, STATUS_NAMES } from './words.ts';

interface Choice {
  readonly value: string;
  readonly name: string;
}

/** Search and filters; they need the script and are shown by it. */
export function filterBar(report: Report): Element {
  const present = STATUS_ORDER.filter((status) => report.summary[status] > 0);
  return h('form#filter.filter.scripted', { hidden: true, role: 'search' }, [
    h('div.line', [
      h('label.search', [
        icon('search'),
        h('span.unseen', 'Search'),
        h('input#search', {
          type: 'search',
          name: 'search',
          placeholder: 'Search titles, settings, values, files',
          autoComplete: 'off',
          spellCheck: 'false',
        }),
      ]),
      sections(report),
      evidence(),
    ]),
    h('div.line', [
      chips(
        'status',
        'Status',
        present.map((value) => ({ value, name: STATUS_NAMES[value] })),
      ),
      chips(
        'severity',
        'Severity',
        SEVERITY_ORDER.map((value) => ({ value, name: SEVERITY_NAMES[value] })),
      ),
      h('button#clear.quiet', { type: 'button' }, 'Clear filters'),
    ]),
  ]);
}

/** How many findings are shown, and what opens them. */
export function stateLine({ findings }: Report): Element {
  return h('div.state.scripted', { hidden: true }, [
    h('output#count', { htmlFor: ['filter'] }, `${findings.length} findings`),
    h('span', [
      h('button#expand.quiet', { type: 'button' }, 'Open all'),
      h('button#collapse.quiet', { type: 'button' }, 'Close all'),
    ]),
  ]);
}

function sections({ findings }: Report): Element {
  const bySection = Map.groupBy(groupsOf(findings), ({ section }) => section);
  const choices = [...bySection].map(([value, groups]) => ({
    value,
    name: [
      value,
      ...new Set(groups.flatMap((group) => group.findings.map(({ target }) => target.component))),
    ].join(' '),
  }));
  return select('section', 'Section', 'All sections', choices);
}

function evidence(): Element {
  return select('grade', 'Evidence', 'Proved or read', [
    { value: 'proved', name: 'Proved only' },
    { value: 'read', name: 'Read only' },
  ]);
}

function select(name: string, label: string, all: string, choices: readonly Choice[]): Element {
  return h('label.select', [
    h('span.unseen', label),
    h('select', { name }, [
      h('option', { value: '' }, all),
      ...choices.map((choice) => h('option', { value: choice.value }, choice.name)),
    ]),
  ]);
}

function chips(name: string, legend: string, choices: readonly Choice[]): Element {
  return h('fieldset', [
    h('legend', legend),
    ...choices.map((choice) =>
      h('label.chip', { className: [`is-${choice.value}`] }, [
        h('input', { type: 'checkbox', name, value: choice.value }),
        h('span', choice.name),
      ]),
    ),
  ]);
}
