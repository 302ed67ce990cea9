import type { Element } from 'hast';
import { s } from 'hastscript';

/** A part of a bar: how much, and the class that colours it. */
export interface Part {
  readonly tone: string;
  readonly count: number;
}

/** Parts of a whole side by side. The numbers stand in words beside it. */
export function bar(parts: readonly Part[], total = sum(parts)): Element {
  let left = 0;
  const rects = parts
    .filter(({ count }) => count > 0)
    .map(({ tone, count }) => {
      const rect = s('rect', {
        className: [`tone-${tone}`],
        x: percent(left, total),
        width: percent(count, total),
        height: '100%',
      });
      left += count;
      return rect;
    });
  return s('svg', { className: ['bar'], ariaHidden: 'true' }, rects);
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((all, { count }) => all + count, 0);
}

function percent(part: number, total: number): string {
  return total === 0 ? '0%' : `${Number(((100 * part) / total).toFixed(3))}%`;
}
