import type { Report } from '../../model/finding.ts';
import type { ProfileReport } from '../../model/profile.ts';
import { counted } from './files.ts';
import { type Look, paint, signs } from './paint.ts';
import { valueText } from './value.ts';
import { wrap } from './width.ts';

/** The JSON report names all. */
const MOST_NAMES = 10;

/** What the profile left out or asked otherwise; nothing without one. */
export function profileBlocks({ profile }: Report, look: Look): string[][] {
  if (profile === undefined) return [];
  const head = wrap(signs(look, `Profile · ${profile.name} · ${profile.file}`), look.width);
  return [
    [
      ...head.map((line) => paint(look, 'bold', line)),
      ...linesOf(profile).flatMap((text) =>
        wrap(signs(look, text), look.width - 4).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`),
      ),
    ],
  ];
}

function linesOf({ leftOut, changed, elsewhere }: ProfileReport): string[] {
  const byReason = Map.groupBy(leftOut, ({ reason }) => reason);
  const out = [...byReason].map(([reason, list]) => {
    const names = list.map(({ control, rule }) => rule ?? control);
    const what = names.length > MOST_NAMES ? counted(names.length, 'control') : names.join(', ');
    return `left out, ${reason}: ${what}`;
  });
  return [
    ...out,
    ...changed.map(changeText),
    ...(elsewhere.length > 0 ? [`not in this benchmark: ${elsewhere.join(', ')}`] : []),
  ];
}

function changeText({ rule, severity, parameters = {}, reason }: ProfileReport['changed'][number]): string {
  const changes = [
    ...(severity === undefined ? [] : [`severity ${severity.to} instead of ${severity.from}`]),
    ...Object.entries(parameters).map(
      ([name, { from, to }]) => `${name} ${valueText(to)} instead of ${valueText(from)}`,
    ),
  ];
  return `${rule}: ${changes.join(', ')}: ${reason}`;
}
