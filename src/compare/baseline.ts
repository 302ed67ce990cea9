import type { FindingBaseline } from '../model/comparison.ts';
import type { Finding, Report } from '../model/finding.ts';
import { type Pair, paired } from './pairs.ts';
import { newObjects, standingOf } from './standing.ts';

/**
 * A report with the mark of an earlier one beside everything that is wrong or not known: whether that had it too. Pure.
 *
 * @param file name of the earlier report, as it was given
 */
export function againstBaseline(report: Report, baseline: Report, file: string): Report {
  const rules = new Set(baseline.findings.map(({ rule }) => rule));
  const pairs = paired(baseline.findings, report.findings);
  const findings = pairs.flatMap(({ before, after }) => {
    if (after === null) return [];
    const mark = markOf({ before, after }, rules);
    return [mark === null ? after : { ...after, baseline: mark }];
  });
  const count = (state: FindingBaseline['state']) =>
    findings.filter((one) => one.baseline?.state === state).length;
  return {
    ...report,
    findings,
    baseline: {
      ...{ file, at: baseline.at, node: baseline.node.name, new: count('new'), known: count('known') },
      gone: goneIn(pairs),
    },
  };
}

const NEW = (note: string): FindingBaseline => ({ state: 'new', note });

function markOf(
  { before, after }: { before: Finding | null; after: Finding },
  rules: ReadonlySet<string>,
): FindingBaseline | null {
  const standing = standingOf(after);
  // Somebody answers for it, whenever it began.
  if (standing === 'fine' || after.waiver !== null) return null;
  if (before === null)
    return NEW(
      rules.has(after.rule)
        ? 'The baseline has no such target.'
        : 'The baseline was not judged by this rule.',
    );
  if (standingOf(before) !== standing) return NEW(`It was ${before.status} then.`);
  // What was accepted for a time is not accepted for good because a report was written in that time.
  if (before.waiver !== null) return NEW(`Waiver ${before.waiver.id} covered it then.`);
  const objects = newObjects(before, after);
  if (objects.length === 0) return { state: 'known' };
  const over = objects.filter((one) => before.objects?.failing.includes(one));
  if (over.length > 0) return NEW(`A waiver covered it then: ${over.join(', ')}.`);
  return NEW(`Not at fault then: ${objects.join(', ')}.`);
}

/** Only what was judged again can be said to be gone. */
function goneIn(pairs: readonly Pair[]): { rule: string; controls: string[] }[] {
  return pairs.flatMap(({ before, after }) => {
    if (before === null || after === null) return [];
    if (standingOf(before) !== 'bad' || standingOf(after) !== 'fine') return [];
    return [{ rule: after.rule, controls: after.controls.map(({ control }) => control) }];
  });
}
