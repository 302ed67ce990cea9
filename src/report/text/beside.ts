import type { Finding } from '../../model/finding.ts';
import { waiverText } from '../common/waiver.ts';

/** What stands beside a finding's status: who accepts it, and whether it is new. */
export function besideSentences(finding: Finding): string[] {
  return [...waiverSentences(finding), ...baselineSentences(finding)];
}

/** Who accepts a finding, or some of its objects, and until when; the status beside it stays. */
function waiverSentences({ waiver, objects }: Finding): string[] {
  if (waiver !== null) return [waiverText(waiver)];
  const waived = objects?.waived ?? [];
  if (waived.length === 0) return [];
  const covered = new Set(waived.map(({ object }) => object));
  const open = [...(objects?.failing ?? []), ...(objects?.undecided ?? [])].filter(
    (one) => !covered.has(one),
  );
  const by = waived.map(({ object, waiver: id }) => `${object} (${id})`).join(', ');
  return [`Waived for ${by}; not for ${open.join(', ')}.`];
}

/** How a finding stands to the baseline, where there is one. */
function baselineSentences({ baseline }: Finding): string[] {
  if (baseline === undefined) return [];
  if (baseline.state === 'known') return ['Known: the baseline has it too.'];
  return [`New since the baseline. ${baseline.note ?? ''}`.trim()];
}
