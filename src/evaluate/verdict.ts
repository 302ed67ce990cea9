import type { Status } from '../model/finding.ts';

/** What one check says of one reading of a target. */
export interface Verdict {
  status: Extract<Status, 'pass' | 'fail' | 'manual' | 'unknown' | 'error' | 'not-applicable'>;
  reason: string;
}

/**
 * One verdict from those of every version that a target may be: all alike, or unknown with both sides named.
 *
 * @param verdicts one for each version that would run with these sources, oldest first
 * @param hidden why the version could not be read; null where nothing tells it
 */
export function agreed(
  verdicts: readonly { version: string; verdict: Verdict }[],
  hidden: string | null = null,
): Verdict {
  const [first, ...others] = verdicts;
  if (first === undefined) return { status: 'unknown', reason: 'No version of it is known here.' };
  const same = others.every(({ verdict }) => verdict.status === first.verdict.status);
  if (same) return verdicts.at(-1)?.verdict ?? first.verdict;
  return {
    status: 'unknown',
    reason: `Its version is not known${hidden === null ? '' : ` (${hidden})`}, and the versions differ: ${sides(verdicts)}.`,
  };
}

function sides(verdicts: readonly { version: string; verdict: Verdict }[]): string {
  const spans: { from: string; to: string; verdict: Verdict }[] = [];
  for (const { version, verdict } of verdicts) {
    const last = spans.at(-1);
    if (last?.verdict.status === verdict.status) last.to = version;
    else spans.push({ from: version, to: version, verdict });
  }
  return spans
    .map(
      ({ from, to, verdict }) => `${span(from, to)} ${verdict.status} (${verdict.reason.replace(/\.$/, '')})`,
    )
    .join('; ');
}

/** A stretch of releases: whole minors by their number, and a patch release where one begins there. */
function span(from: string, to: string): string {
  const first = from.replace(/\.0$/, '');
  const last = to.split('.').slice(0, 2).join('.');
  return first === last ? `in ${first}` : `from ${first} to ${last}`;
}
