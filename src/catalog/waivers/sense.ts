import type { Waiver, WaiverScope } from '../../model/waiver.ts';
import { endOf } from '../../util/instant.ts';
import { fits, listed } from '../../util/pattern.ts';
import type { Fault, LocatedWaiver } from './fault.ts';

/** Days that are none, and those that are over. */
export function timeProblems(located: readonly LocatedWaiver[], at: Date): Fault[] {
  return located.flatMap(({ waiver: { id, expires }, index }): Fault[] => {
    const end = endOf(expires);
    const place = { index, path: ['expires'] };
    if (end === null) return [{ code: 'KT_WAIVERS', ...place, message: `there is no such day: ${expires}` }];
    if (end > at) return [];
    const hint = 'decide again, or remove it: it covers nothing any more';
    return [{ code: 'KT_WAIVER_EXPIRED', ...place, message: `waiver ${id} expired`, hint }];
  });
}

/** Ids that stand there twice, and waivers that are about the same: nobody could say who answers for the failure. */
export function overlapProblems(located: readonly LocatedWaiver[], at: Date): Fault[] {
  const valid = ({ expires }: Waiver) => (endOf(expires) ?? at) > at;
  return located.flatMap(({ waiver, index }, place) => {
    const before = located.slice(0, place);
    const named = before.find((one) => one.waiver.id === waiver.id);
    if (named !== undefined)
      return [twice(index, ['id'], `the id ${waiver.id} stands also in line ${named.line}`)];
    if (!valid(waiver)) return [];
    // One whose time is over may have been renewed by another.
    const same = before.find((one) => valid(one.waiver) && overlap(one.waiver.scope, waiver.scope));
    if (same === undefined) return [];
    const { id } = same.waiver;
    return [twice(index, ['scope'], `${waiver.id} is about what ${id} in line ${same.line} is about`)];
  });
}

function twice(index: number, path: readonly string[], message: string): Fault {
  return {
    ...{ code: 'KT_WAIVER_TWICE', index, path, message },
    hint: 'keep one of them, or narrow both: one failure has one waiver',
  };
}

/** Whether both cover one finding, if there is any. What only a benchmark's numbers tell is seen when it is judged by. */
function overlap(left: WaiverScope, right: WaiverScope): boolean {
  return (
    sameSubject(left, right) &&
    meet(left.node, right.node) &&
    meet(left.component, right.component) &&
    meet(left.object, right.object)
  );
}

/** Of two patterns only that they are alike can be told beforehand. */
function meet(left: WaiverScope['node'], right: WaiverScope['node']): boolean {
  if (left === undefined || right === undefined) return true;
  return listed(left).some((one) =>
    listed(right).some((other) => (one.includes('*') ? fits(one, other) : fits(other, one))),
  );
}

function sameSubject(left: WaiverScope, right: WaiverScope): boolean {
  if ('rule' in left) return 'rule' in right && left.rule === right.rule;
  return (
    'control' in right && left.control === right.control && sameBenchmark(left.benchmark, right.benchmark)
  );
}

function sameBenchmark(left = '', right = ''): boolean {
  return left.startsWith(right) || right.startsWith(left);
}
