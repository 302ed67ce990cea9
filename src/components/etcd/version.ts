/** Minor versions whose behaviour is known here, oldest first. */
export const KNOWN_MINORS = ['3.3', '3.4', '3.5', '3.6', '3.7'] as const;

/** -1, 0 or 1; a missing part counts as 0. Pre-release suffixes are ignored. */
export function compareVersions(left: string, right: string): number {
  const a = parts(left);
  const b = parts(right);
  for (let index = 0; index < 3; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** Its numbers, without pre-release suffixes. */
export function parts(version: string): readonly number[] {
  const known = numbers.get(version);
  if (known !== undefined) return known;
  const found = version.split(/[-+]/)[0]?.split('.').map(Number) ?? [];
  numbers.set(version, found);
  return found;
}

/** The same few versions are compared thousands of times in a scan. */
const numbers = new Map<string, readonly number[]>();

export function atLeast(version: string, bound: string): boolean {
  return compareVersions(version, bound) >= 0;
}

/** Inside `since`..`until`; an `until` without a patch covers all patches of its minor. */
export function within(version: string, bounds: { since?: string; until?: string }): boolean {
  if (bounds.since !== undefined && !atLeast(version, bounds.since)) return false;
  if (bounds.until === undefined) return true;
  const precision = bounds.until.split('.').length;
  return compareVersions(parts(version).slice(0, precision).join('.'), bounds.until) <= 0;
}

export function minorOf(version: string): string {
  return parts(version).slice(0, 2).join('.');
}
