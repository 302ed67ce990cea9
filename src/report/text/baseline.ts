import type { Report } from '../../model/finding.ts';
import { type Look, paint, signs } from './paint.ts';
import { wrap } from './width.ts';

/** How many are new, and what is gone; nothing without a baseline. */
export function baselineBlocks({ baseline, node }: Report, look: Look): string[][] {
  if (baseline === undefined) return [];
  const { file, at, gone, known } = baseline;
  const time = at.replace('T', ' ').replace(/(:\d\d)?(\.\d+)?Z$/, ' UTC');
  const of = baseline.node === node.name ? '' : ` · of another node, ${baseline.node}`;
  const numbers = gone.map(({ rule, controls }) => (controls.length > 0 ? controls.join(', ') : rule));
  const lines = [
    `${baseline.new} new, ${known} known`,
    ...(gone.length > 0 ? [`gone: ${numbers.join(', ')}. A new baseline would keep them so.`] : []),
  ];
  const head = wrap(signs(look, `Baseline · ${file} · ${time}${of}`), look.width);
  return [
    [
      ...head.map((line) => paint(look, 'bold', line)),
      ...lines.flatMap((text) => wrap(signs(look, text), look.width - 4).map((line) => `  ${line}`)),
    ],
  ];
}
