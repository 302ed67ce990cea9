import type { MergedNode, MergedReport } from '../../model/merged.ts';
import { counted } from '../text/files.ts';
import { type Look, paint, STATUS_LOOKS, signs } from '../text/paint.ts';
import { padTo, widthOf, wrap } from '../text/width.ts';
import { lettersOf, named, paragraph, shown } from './words.ts';

/** The nodes, each with the letter of its column, or by role where there are many; then those without a report. */
export function nodeLines(merged: MergedReport, look: Look): string[] {
  const letters = lettersOf(merged, look);
  const own = letters === null ? byRole(merged, look) : each(merged, letters, look);
  return [paint(look, 'bold', 'Nodes'), ...own, ...withoutReport(merged, look)];
}

function each({ nodes }: MergedReport, letters: readonly string[], look: Look): string[] {
  const column = Math.min(30, Math.max(...nodes.map(({ node }) => widthOf(shown(node)))));
  return nodes.flatMap((node, index) => {
    const name = shown(node.node);
    const lead = `  ${letters[index]}  ${padTo(name, column)}  `;
    const room = look.width - widthOf(lead);
    if (room < 30) return paragraph(`${letters[index]}  ${name}: ${about(node)}`, 2, look);
    return wrap(signs(look, about(node)), room).map(
      (line, place) => (place === 0 ? lead : ' '.repeat(widthOf(lead))) + line,
    );
  });
}

function about({ roles, kubernetes, summary }: MergedNode): string {
  const version = kubernetes === null ? [] : [shown(kubernetes.replace(/^v/, ''))];
  const bad = (['fail', 'conflict', 'unknown', 'error'] as const)
    .filter((status) => summary[status] > 0)
    .map((status) => `${summary[status]} ${STATUS_LOOKS[status].word}`);
  const found = bad.length === 0 ? 'nothing wrong' : bad.join(', ');
  return [shown(rolesOf(roles)), ...version, found].join(' · ');
}

function byRole({ nodes }: MergedReport, look: Look): string[] {
  const groups = Map.groupBy(nodes, ({ roles }) => rolesOf(roles));
  return [...groups].flatMap(([role, list]) =>
    paragraph(`${counted(list.length, 'node')}: ${shown(role)}`, 2, look),
  );
}

function rolesOf(roles: readonly string[]): string {
  return roles.length === 0 ? 'no role' : roles.join(', ');
}

function withoutReport({ missing, unexpected, superseded }: MergedReport, look: Look): string[] {
  const groups = [...Map.groupBy(missing, ({ why }) => why)];
  return [
    ...groups.flatMap(([why, list]) =>
      paragraph(`! no report of ${named(list.map(({ node }) => node))}. ${shown(why)}`, 2, look, 'yellow'),
    ),
    ...(unexpected.length > 0 ? paragraph(`! not expected: ${named(unexpected)}`, 2, look, 'yellow') : []),
    ...(superseded.length > 0
      ? paragraph(
          `${counted(superseded.length, 'older report')} left out: ${named(superseded.map(({ report }) => report))}`,
          2,
          look,
          'dim',
        )
      : []),
  ];
}
