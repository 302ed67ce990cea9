import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../model/finding.ts';
import { SEVERITY_ORDER, STATUS_ORDER, wrongBySeverity } from '../common/counts.ts';
import { gapsOf } from '../common/gaps.ts';
import { headOf } from '../common/head.ts';
import { bar } from './bar.ts';
import { icon } from './icons.ts';
import { sectionTable } from './section-table.ts';
import { SEVERITY_NAMES, STATUS_NAMES } from './words.ts';
import { worstFirst } from './worst.ts';

/** What came of it, in numbers and bars. */
export function overview(report: Report): Element {
  return h('section.overview', { ariaLabelledBy: 'verdict' }, [
    h('div.card.verdict', [
      h('h2#verdict', headOf(report).verdict),
      bar(STATUS_ORDER.map((tone) => ({ tone, count: report.summary[tone] }))),
      h(
        'ul.statuses',
        STATUS_ORDER.map((status) => statusItem(report, status)),
      ),
      ...problems(report),
    ]),
    h('div.card.measures', [severities(report), grades(report), coverage(report), ...gapList(report)]),
    sectionTable(report),
    worstFirst(report),
  ]);
}

function statusItem({ summary }: Report, status: (typeof STATUS_ORDER)[number]): Element {
  const count = summary[status];
  return h('li', { className: [`is-${status}`, ...(count === 0 ? ['none'] : [])] }, [
    h('b', String(count)),
    h('span', [icon(status), STATUS_NAMES[status]]),
  ]);
}

function severities(report: Report): Element {
  const counts = wrongBySeverity(report);
  return h('section', [
    h('h3', 'What is wrong, by severity'),
    bar(SEVERITY_ORDER.map((tone) => ({ tone, count: counts[tone] }))),
    h(
      'ul.legend',
      SEVERITY_ORDER.map((severity) =>
        h('li', { className: [`key-${severity}`] }, [
          h('b', String(counts[severity])),
          ` ${SEVERITY_NAMES[severity]}`,
        ]),
      ),
    ),
  ]);
}

function grades({ grades: { proved, read } }: Report): Element {
  return h('section', [
    h('h3', 'What passes and fails rest on'),
    bar([
      { tone: 'proved', count: proved },
      { tone: 'read', count: read },
    ]),
    h('ul.legend', [
      h('li.key-proved', [h('b', String(proved)), ' proved by asking what runs']),
      h('li.key-read', [h('b', String(read)), ' read']),
    ]),
  ]);
}

function coverage(report: Report): Element {
  const { evaluated, expected } = report.coverage;
  return h('section', [
    h('h3', 'Coverage'),
    bar([{ tone: 'covered', count: evaluated }], expected),
    h('p', [h('b', `${evaluated} of ${expected}`), ' findings could be judged']),
  ]);
}

function gapList(report: Report): Element[] {
  const gaps = gapsOf(report);
  if (gaps.length === 0) return [];
  return [
    h('section.gaps', [
      h('h3', 'Not judged, and why'),
      h(
        'ul',
        gaps.map(({ controls, why }) => h('li', [h('b', controls.join(', ')), h('span', why)])),
      ),
    ]),
  ];
}

/** Of files that were given: what could not be judged, and what a reader should know. */
function problems({ files }: Report): Element[] {
  if (files === undefined) return [];
  const { problems: unread, notes, passedOver } = files;
  const lines = [
    ...unread.map(({ path, line, problem }) =>
      h('li', [h('code', `${path}:${line}`), ` not judged: ${problem}.`]),
    ),
    ...notes.map((note) => h('li', note)),
    ...(passedOver > 0 ? [h('li', `Passed over, holding nothing that is judged: ${passedOver}`)] : []),
  ];
  return lines.length === 0 ? [] : [h('ul.problems', lines)];
}
