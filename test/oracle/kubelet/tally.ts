import { kubeletFlags } from '../../../src/components/kubelet/flags.ts';
import { flagAt } from '../../../src/components/kubernetes/flag-table.ts';
import { minorsOf } from '../../../src/components/kubernetes/minors.ts';
import type { Trial } from './campaign.ts';
import { TEXT_NAMES } from './values.ts';

/** Trials by version and by what the kubelet did. */
export function tally(trials: readonly Trial[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { version, answer } of trials) {
    const key = `${version} ${answer.outcome}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Settings and sources that no kubelet which started has confirmed: the campaign says nothing about them. */
export function blindSpots(trials: readonly Trial[]): string[] {
  const seen = new Set(trials.flatMap(confirmed));
  const minors = [...new Set(trials.flatMap(({ version }) => minorsOf(version)))];
  return TEXT_NAMES.flatMap((name) => {
    const hasFlag = minors.some((minor) => flagAt(kubeletFlags, name, minor) !== undefined);
    const sources = [...(hasFlag ? ['flag'] : []), 'file', 'drop-in'];
    return sources.map((source) => `${name} by ${source}`).filter((spot) => !seen.has(spot));
  });
}

function confirmed({ prediction, answer, disagreements }: Trial): string[] {
  if (prediction.outcome !== 'starts' || answer.outcome !== 'started' || disagreements.length > 0) return [];
  return TEXT_NAMES.map((name) => `${name} by ${prediction.setting(name).origin.kind}`);
}
