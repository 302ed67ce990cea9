import type { Files } from '../../../src/components/kube-apiserver/files/files.ts';
import type { Trial } from './campaign.ts';
import { TEXTS } from './values.ts';

/** Trials by version and by what the API server did. */
export function tally(trials: readonly Trial[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { version, answer } of trials) {
    const key = `${version} ${answer.outcome}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const FILES: readonly (keyof Files)[] = [
  'authentication',
  'authorization',
  'admission',
  'eventRateLimit',
  'podSecurity',
  'encryption',
  'audit',
];

/** Flags and files that no API server which started has confirmed: the campaign says nothing about them. */
export function blindSpots(trials: readonly Trial[]): string[] {
  const seen = new Set(trials.flatMap(confirmed));
  return [...Object.keys(TEXTS), ...FILES.map((name) => `file ${name}`)].filter((spot) => !seen.has(spot));
}

function confirmed({ prediction, answer, disagreements }: Trial): string[] {
  if (prediction.outcome !== 'starts' || answer.outcome !== 'started' || disagreements.length > 0) return [];
  const { line, files } = prediction;
  return [
    ...Object.keys(TEXTS).filter((name) => line.isGiven(name)),
    ...FILES.filter((name) => files[name].state === 'read').map((name) => `file ${name}`),
  ];
}
