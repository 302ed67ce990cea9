import type { MergedRow } from '../../model/merged.ts';

/** Rows in the order of their first control; those of no benchmark come last, by rule. */
export function byControl(left: MergedRow, right: MergedRow): number {
  const [one, other] = [left.controls[0], right.controls[0]];
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined) || compared(left.rule, right.rule);
  return (
    compared(one.benchmark, other.benchmark) ||
    byNumber(one.control, other.control) ||
    compared(left.rule, right.rule)
  );
}

/** 1.10 after 1.9. */
function byNumber(left: string, right: string): number {
  const [one, other] = [left.split('.'), right.split('.')];
  for (const [index, part] of one.entries()) {
    const difference = Number(part) - Number(other[index] ?? -1);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return one.length - other.length;
}

function compared(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
