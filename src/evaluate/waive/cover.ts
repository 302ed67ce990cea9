import type { Finding } from '../../model/finding.ts';
import type { Waiver } from '../../model/waiver.ts';
import { endOf } from '../../util/instant.ts';
import { coverage, isAbout, isWaivable } from './scope.ts';

/** Two waivers that cover one and the same. */
export interface Clash {
  finding: Finding;
  /** What both cover; null: the finding as a whole. */
  object: string | null;
  ids: readonly [string, string];
}

/** A finding beside what covers it. */
export interface Covered {
  finding: Finding;
  /** Waivers that cover all of it or some of its objects. */
  by: readonly Waiver[];
  clash: Clash | null;
}

/** A finding with the waivers, of those that are valid, that cover it or objects of it. */
export function cover(finding: Finding, waivers: readonly Waiver[]): Covered {
  const about = isWaivable(finding) ? waivers.filter(({ scope }) => isAbout(scope, finding)) : [];
  const parts = about
    .map((waiver) => ({ waiver, of: coverage(waiver.scope, finding) }))
    .filter(({ of }) => of.length > 0);
  if (parts.length === 0) return { finding, by: [], clash: null };
  const by = parts.map(({ waiver }) => waiver);
  const clash = clashOf(finding, parts);
  if (clash !== null) return { finding, by, clash };
  const whole = parts.find(({ of }) => of === 'whole');
  return {
    finding: whole === undefined ? inParts(finding, parts) : asWhole(finding, whole.waiver),
    by,
    clash,
  };
}

interface Part {
  waiver: Waiver;
  of: 'whole' | readonly string[];
}

function asWhole(finding: Finding, waiver: Waiver): Finding {
  return { ...finding, waiver: terms(waiver) };
}

/** Covered as a whole only when every object that is at fault, or may be, is. */
function inParts(finding: Finding, parts: readonly Part[]): Finding {
  const { failing = [], undecided = [] } = finding.objects ?? {};
  const waived = failing.flatMap((object) => {
    const part = parts.find(({ of }) => of.includes(object));
    return part === undefined ? [] : [{ object, waiver: part.waiver.id }];
  });
  const all = waived.length === failing.length && undecided.length === 0;
  const [first] = parts.map(({ waiver }) => waiver).sort((left, right) => end(left) - end(right));
  return {
    ...finding,
    objects: { failing, undecided, waived },
    waiver: all && first !== undefined ? terms(first) : null,
  };
}

function clashOf(finding: Finding, parts: readonly Part[]): Clash | null {
  for (const [index, { waiver, of }] of parts.entries()) {
    for (const other of parts.slice(index + 1)) {
      const object = shared(of, other.of);
      if (object !== undefined) return { finding, object, ids: [waiver.id, other.waiver.id] };
    }
  }
  return null;
}

/** What two waivers both cover; undefined when there is nothing. */
function shared(left: Part['of'], right: Part['of']): string | null | undefined {
  if (left === 'whole') return right === 'whole' ? null : right[0];
  return right === 'whole' ? left[0] : left.find((one) => right.includes(one));
}

function end({ expires }: Waiver): number {
  return endOf(expires)?.getTime() ?? 0;
}

function terms({ id, reason, owner, approver, expires }: Waiver): Finding['waiver'] {
  return { id, reason, owner, approver, expires };
}
