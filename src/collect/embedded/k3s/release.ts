import type { Origin } from '../../../model/origin.ts';

/** A version of K3s, which is that of the Kubernetes in it. */
export interface Release {
  /** As K3s says it, without `v`: `1.31.5+k3s1`. */
  text: string;
  minor: number;
  patch: number;
}

/** Minors whose habits are described here. */
const OLDEST = 24;
const NEWEST = 36;
export const DESCRIBED = `1.${OLDEST} to 1.${NEWEST}`;

/** Null for what is no version of Kubernetes. */
export function releaseOf(text: string): Release | null {
  const match = /^v?(1\.(\d+)\.(\d+)\S*)$/.exec(text);
  return match === null ? null : { text: match[1] ?? '', minor: Number(match[2]), patch: Number(match[3]) };
}

export function isDescribed({ minor }: Release): boolean {
  return minor >= OLDEST && minor <= NEWEST;
}

/**
 * Whether a release has what first came with some releases, one of each minor that got it, later minors always: a
 * change is taken over into the minors that are still maintained.
 *
 * @param first as `minor.patch`, e.g. `31.9` for 1.31.9
 */
export function has({ minor, patch }: Release, first: readonly string[]): boolean {
  const entries = first.map((one) => one.split('.').map(Number));
  const own = entries.find(([of]) => of === minor);
  if (own !== undefined) return patch >= (own[1] ?? 0);
  return entries.every(([of = 0]) => of < minor);
}

/** Where a value that K3s gives of its own accord comes from. */
export function ownDefault({ minor }: Release): Origin {
  return { kind: 'program', name: `k3s 1.${minor}` };
}

/**
 * One release of each kind among those that are described, oldest first.
 *
 * @param breaks releases from which on something is different, as `minor.patch`
 */
export function describedReleases(breaks: readonly string[]): Release[] {
  const minors = Array.from({ length: NEWEST - OLDEST + 1 }, (_, at) => OLDEST + at);
  const all = [...new Set([...minors.map((minor) => `${minor}.0`), ...breaks])];
  return all
    .map((one) => one.split('.').map(Number))
    .map(([minor = 0, patch = 0]): Release => ({ text: `1.${minor}.${patch}`, minor, patch }))
    .filter(isDescribed)
    .sort((one, other) => one.minor - other.minor || one.patch - other.patch);
}
