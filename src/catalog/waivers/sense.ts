import { endOf } from '../../util/instant.ts';
import type { Fault, LocatedWaiver } from './fault.ts';
import { MetWaivers } from './overlap.ts';

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
  const lineOfId = new Map<string, number>();
  const met = new MetWaivers();
  return located.flatMap((one): Fault[] => {
    const { waiver, index, line } = one;
    const named = lineOfId.get(waiver.id);
    if (named === undefined) lineOfId.set(waiver.id, line);
    // One whose time is over may have been renewed by another.
    const valid = (endOf(waiver.expires) ?? at) > at;
    const same = valid ? met.firstWithin(waiver.scope) : undefined;
    if (valid) met.add(one);
    if (named !== undefined)
      return [twice(index, ['id'], `the id ${waiver.id} stands also in line ${named}`)];
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
