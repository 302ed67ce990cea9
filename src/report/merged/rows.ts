import type { Status } from '../../model/finding.ts';
import type { MergedReport, MergedRow, Outlier } from '../../model/merged.ts';
import { type Look, markOf, paint, SEVERITY_TONES, STATUS_LOOKS, signs } from '../text/paint.ts';
import { padTo, widthOf, wrap } from '../text/width.ts';
import { lettersOf, named, paragraph, shown } from './words.ts';

/** Lines longer than this are hard to read, however wide the terminal is. */
const READABLE = 110;

interface Columns {
  /** Width of the control numbers. */
  number: number;
  letters: readonly string[] | null;
  nodes: readonly string[];
}

/** Each control with its verdict on every node, and below it who differs. */
export function rowBlocks(merged: MergedReport, look: Look): string[][] {
  const { controls } = merged;
  if (controls.length === 0) return [];
  const letters = lettersOf(merged, look);
  const narrow = { ...look, width: Math.min(look.width, READABLE) };
  const columns = {
    number: Math.min(24, Math.max(...controls.map((row) => widthOf(numberOf(row))))),
    letters,
    nodes: merged.nodes.map(({ node }) => node),
  };
  const head =
    letters === null ? [] : [paint(look, 'dim', `  ${padTo('', columns.number)}  ${letters.join(' ')}`)];
  return [[...head, ...controls.flatMap((row) => rowLines(row, columns, narrow))]];
}

function rowLines(row: MergedRow, columns: Columns, look: Look): string[] {
  const { letters, nodes, number } = columns;
  const lead = `  ${padTo(numberOf(row), number)}  `;
  const marks = letters === null ? '' : `${nodes.map((node) => markIn(row, node, look)).join(' ')}  `;
  const indent = widthOf(lead) + (letters === null ? 0 : letters.length * 2 + 1);
  const severity = isBad(row) ? `  ${row.severity.toUpperCase()}` : '';
  const [first = '', ...more] = wrap(shown(row.title), look.width - indent - severity.length);
  return [
    lead + marks + first + paint(look, SEVERITY_TONES[row.severity], severity),
    ...more.map((line) => ' '.repeat(indent) + line),
    ...(letters === null ? paragraph(countsOf(row), indent, look, 'dim') : []),
    ...remarks(row).flatMap((text) => paragraph(text, indent, look, 'yellow')),
    ...(row.waived.length > 0 ? paragraph(`waived on ${named(row.waived)}`, indent, look, 'cyan') : []),
  ];
}

/** Control numbers of all benchmarks; one of them most of the time. */
function numberOf({ controls, rule }: MergedRow): string {
  const numbers = [...new Set(controls.map(({ control }) => control))];
  return shown(numbers.length === 0 ? rule : numbers.join(' / '));
}

function markIn({ statuses }: MergedRow, node: string, look: Look): string {
  const status = statusOn(statuses, node);
  return status === undefined ? ' ' : markOf(look, status);
}

function statusOn(statuses: MergedRow['statuses'], node: string): Status | undefined {
  return Object.hasOwn(statuses, node) ? statuses[node] : undefined;
}

function isBad({ statuses }: MergedRow): boolean {
  return Object.values(statuses).some((status) => status === 'fail' || status === 'conflict');
}

function countsOf({ statuses }: MergedRow): string {
  const groups = Map.groupBy(Object.values(statuses), (status) => status);
  return [...groups].map(([status, list]) => `${list.length} ${STATUS_LOOKS[status].word}`).join(' · ');
}

/** Who differs from whom. */
function remarks({ outliers, divided }: MergedRow): string[] {
  const groups = Map.groupBy(outliers, ({ role, status }) => JSON.stringify([role, status]));
  const differing = [...groups.values()].map((list) => differs(list));
  const split = divided.map((role) =>
    role === null ? 'the nodes do not agree about the cluster' : `no majority among ${shown(role)}`,
  );
  return [...differing, ...split];
}

function differs(list: readonly Outlier[]): string {
  const [first] = list;
  if (first === undefined) return '';
  const { status, majority, like, of, role } = first;
  const names = named(list.map(({ node }) => node));
  const group = role === null ? 'nodes' : `nodes with its roles (${shown(role)})`;
  return `${names}: ${STATUS_LOOKS[status].word}; ${like} of ${of} ${group}: ${STATUS_LOOKS[majority].word}`;
}

/** What the marks of a matrix mean, as far as they occur. */
export function legend({ summary }: MergedReport, look: Look): string {
  const seen = (Object.keys(STATUS_LOOKS) as Status[]).filter((status) => summary[status] > 0);
  return signs(
    look,
    seen
      .map(
        (status) =>
          `${look.unicode ? STATUS_LOOKS[status].mark : STATUS_LOOKS[status].ascii} ${STATUS_LOOKS[status].word}`,
      )
      .join(' · '),
  );
}
