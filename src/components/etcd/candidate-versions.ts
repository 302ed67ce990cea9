import { etcdFlags } from './flags.ts';
import { compareVersions, KNOWN_MINORS, minorOf, parts } from './version.ts';

/**
 * The versions a reading must hold for: the one that is known, else one for each stretch of releases that behave
 * alike. Empty when the version is known and outside what is described here.
 */
export function candidateVersions(version: string | null): readonly string[] {
  if (version === null) return representatives();
  if (!KNOWN_MINORS.some((minor) => minor === minorOf(version))) {
    return parts(version).length === 1
      ? representatives().filter((one) => one.startsWith(`${version}.`))
      : [];
  }
  if (parts(version).length >= 3) return [version];
  return representatives().filter((one) => minorOf(one) === minorOf(version));
}

let cached: readonly string[] | undefined;

/** First patch of every minor, and every patch release that added or removed a flag. */
function representatives(): readonly string[] {
  cached ??= [...new Set([...KNOWN_MINORS.map((minor) => `${minor}.0`), ...patchBoundaries()])].sort(
    compareVersions,
  );
  return cached;
}

function patchBoundaries(): string[] {
  return Object.values(etcdFlags)
    .flatMap((spec) => spec.ranges ?? [])
    .flatMap(({ since, until }) => [since, until === undefined ? undefined : nextPatch(until)])
    .filter((bound): bound is string => bound !== undefined && parts(bound).length === 3);
}

function nextPatch(until: string): string | undefined {
  const [major, minor, patch] = parts(until);
  return patch === undefined ? undefined : `${major}.${minor}.${patch + 1}`;
}
