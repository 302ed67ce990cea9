import type { MergedReport } from '../../model/merged.ts';
import type { Column } from './matrix.ts';

export interface Newest {
  /** One column of each node, with its number. */
  kept: ReadonlyMap<number, Column>;
  superseded: MergedReport['superseded'];
}

/** Of several reports on a node the newest; of those of one time the one that was given last. */
export function newest(columns: readonly Column[]): Newest {
  const byNode = new Map<string, number>();
  const superseded: MergedReport['superseded'] = [];
  for (const [index, column] of columns.entries()) {
    const other = byNode.get(column.node);
    const before = other === undefined ? undefined : columns[other];
    if (before === undefined || !(timeOf(before) > timeOf(column))) byNode.set(column.node, index);
    if (before === undefined) continue;
    const [old, fresh] = timeOf(before) > timeOf(column) ? [column, before] : [before, column];
    superseded.push({ node: old.node, report: old.report, at: old.at, by: fresh.report });
  }
  const numbers = new Set(byNode.values());
  return { kept: new Map([...columns.entries()].filter(([index]) => numbers.has(index))), superseded };
}

function timeOf({ at }: Column): number {
  return new Date(at).getTime();
}
