import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Finding, Report } from '../../model/finding.ts';
import { gradeOf } from '../common/grade.ts';
import { controlNumber } from '../text/finding.ts';
import { anchorOfGroup, anchorsOf } from './anchor.ts';
import { detail } from './detail.ts';
import { icon } from './icons.ts';
import { type Group, groupsOf, sectionOf } from './section.ts';
import { SEVERITY_NAMES, STATUS_NAMES } from './words.ts';

/** A closed finding shows so much of its reason. */
const PREVIEW = 240;

/** All findings by section and target. */
export function findingsList({ findings }: Report): Element[] {
  const anchors = anchorsOf(findings);
  return [
    h('h2#findings.unseen', { tabIndex: -1 }, 'Findings'),
    ...groupsOf(findings).map((group, index) => groupOf(group, index, anchors)),
    h('p#empty.empty', { hidden: true }, [
      'No finding matches. ',
      h('button#clear-empty', { type: 'button' }, 'Clear filters'),
    ]),
  ];
}

function groupOf(
  { section, title, findings }: Group,
  index: number,
  anchors: ReadonlyMap<Finding, string>,
): Element {
  return h('section.group', { id: anchorOfGroup(index) }, [
    h('h3', [h('b', section), ` ${title}`]),
    h(
      'div.rows',
      findings.map((finding) => findingOf(finding, anchors.get(finding) ?? '')),
    ),
  ]);
}

function findingOf(finding: Finding, id: string): Element {
  const { status, severity, title, reason } = finding;
  const grade = gradeOf(finding);
  const data = {
    dataStatus: status,
    dataSeverity: severity,
    dataSection: sectionOf(finding),
    dataGrade: grade,
  };
  return h('details.finding', { id, open: true, className: [`is-${status}`], ...data }, [
    h('summary', [
      icon('open'),
      h('span.mark', icon(status)),
      h('span.number', controlNumber(finding)),
      h('span.title', [h('span.name', title), h('span.preview', status === 'pass' ? '' : beginning(reason))]),
      h('span.tags', tags(finding)),
      h('span', { className: ['severity', severity] }, SEVERITY_NAMES[severity]),
      h('span.status', [STATUS_NAMES[status], ...(grade === null ? [] : [h('small', grade)])]),
    ]),
    detail(finding, id),
  ]);
}

function tags({ waiver, letter }: Finding): Element[] {
  return [
    ...(waiver === null ? [] : [h('span.waived', 'Waived')]),
    ...(letter === undefined ? [] : [h('span', `Letter: ${STATUS_NAMES[letter]}`)]),
  ];
}

/** No character of two units is cut in half. */
function beginning(text: string): string {
  return text.length <= PREVIEW ? text : `${text.slice(0, PREVIEW).replace(/[\ud800-\udbff]$/, '')}…`;
}
