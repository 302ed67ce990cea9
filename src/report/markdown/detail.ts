import type { RootContent } from 'mdast';
import type { Evidence, Finding } from '../../model/finding.ts';
import { firstOf } from '../common/limits.ts';
import { targetTitle } from '../common/target.ts';
import { timeText } from '../common/time.ts';
import { waiverPeople } from '../common/waiver.ts';
import { STATUS_LOOKS } from '../text/paint.ts';
import { originText, valueText } from '../text/value.ts';
import { code, paragraph, strong, table } from './parts.ts';

/** So many values are shown of one finding. */
const MOST_EVIDENCE = 50;
const VALUE_LIMIT = 400;

/** What a reader needs to act on a finding. */
export function detailParts(finding: Finding): RootContent[] {
  return [
    paragraph(finding.reason),
    ...evidenceParts(finding),
    ...proofParts(finding),
    ...letterParts(finding),
    ...waiverParts(finding),
    paragraph(
      strong('Target'),
      `: ${targetTitle(finding.target)} · `,
      code(`kubetrue explain ${finding.rule}`),
    ),
  ];
}

function evidenceParts({ evidence, target }: Finding): RootContent[] {
  if (evidence.length === 0) return [];
  const { shown, left } = firstOf(evidence, MOST_EVIDENCE);
  const rows = shown.flatMap((one) => [wonRow(one, target.component), ...lostRows(one, target.component)]);
  return [
    table(['Setting', 'Value', 'Source'], rows),
    ...(left > 0 ? [paragraph(`${left} more values are in the JSON report.`)] : []),
  ];
}

function wonRow({ setting, value, origin, note }: Evidence, component: string) {
  const from = code(originText(origin, component, value, VALUE_LIMIT));
  return [
    [code(setting)],
    [code(valueText(value, VALUE_LIMIT))],
    note === undefined ? [from] : [from, ` ${note}`],
  ];
}

function lostRows({ overrides }: Evidence, component: string) {
  return overrides.map(({ value, origin }) => [
    ['overridden'],
    [code(valueText(value, VALUE_LIMIT))],
    [code(originText(origin, component, value, VALUE_LIMIT))],
  ]);
}

function proofParts({ proof, reason }: Finding): RootContent[] {
  const { outcome, method, observed, at } = proof;
  const seen = reason.includes(observed) ? 'the running component was asked' : observed;
  if (outcome === 'not-attempted') return [paragraph(strong('Proof'), `: none. ${observed}`)];
  const when = at === null ? '' : `, ${timeText(at)}`;
  return [paragraph(strong('Proof'), `: ${outcome} (${method}${when}): ${seen}`)];
}

function letterParts({ letter, letterReason }: Finding): RootContent[] {
  if (letter === undefined) return [];
  const why = letterReason === undefined ? '' : ` ${letterReason}`;
  return [paragraph(strong("The benchmark's letter"), ` says ${STATUS_LOOKS[letter].word}.${why}`)];
}

function waiverParts(finding: Finding): RootContent[] {
  const { waiver } = finding;
  if (waiver === null) return [];
  const { id, reason, expires } = waiver;
  const until = expires === null ? 'Waived' : `Waived until ${expires}`;
  return [paragraph(strong(until), `: ${reason} (${waiverPeople(waiver)}, `, code(id), ')')];
}
