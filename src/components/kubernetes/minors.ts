/** The Kubernetes minors whose components are described here: 34 stands for 1.34. */
export const KNOWN_MINORS: readonly number[] = Array.from({ length: 19 }, (_, index) => 18 + index);

/** For a reader: the first and last of them. */
export const KNOWN_VERSIONS = `${versionName(KNOWN_MINORS[0] ?? 0)} to ${versionName(KNOWN_MINORS.at(-1) ?? 0)}`;

/** The minors that a version may be: one when it is known, all when not, none when it lies outside. */
export function minorsOf(version: string | null): readonly number[] {
  const match = version === null ? null : /^v?1\.(\d+)(?:\D|$)/.exec(version);
  if (match === null) return version === null || /^v?1?$/.test(version) ? KNOWN_MINORS : [];
  const minor = Number(match[1]);
  return KNOWN_MINORS.includes(minor) ? [minor] : [];
}

export function versionName(minor: number): string {
  return `1.${minor}`;
}
