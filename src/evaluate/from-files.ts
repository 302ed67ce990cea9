import { type FilesScope, filesScope } from '../components/cluster/files-scope.ts';
import type { Evidence, Finding, Proof } from '../model/finding.ts';
import type { Place } from '../model/given-files.ts';
import type { Check, Rule } from '../model/rule.ts';
import type { ProcessFacts, Snapshot } from '../model/snapshot.ts';
import type { Verdict } from './verdict.ts';

/** Nothing runs that could be asked. */
export const NOTHING_TO_ASK: Proof = {
  outcome: 'not-attempted',
  method: 'none',
  observed: 'Files were judged that nothing runs yet, so there is nothing to ask.',
  at: null,
};

/** Why a rule on a node or a cluster has nothing to judge in files; null when it has, or when no files were given. */
export function outsideFiles({ component, check }: Rule, snapshot: Snapshot): string | null {
  if (snapshot.source !== 'files') return null;
  if (component === 'files')
    return 'Mode and owner are those that a file has on its node, and no node was looked at: scan the node.';
  const scope = scopeOf(check);
  if (scope === null) return 'Only the running cluster can show this, and no file does: scan the cluster.';
  const names = snapshot.cluster?.state === 'asked' ? Object.keys(snapshot.cluster.places ?? {}) : [];
  if (scope.kinds.some((kind) => names.some((name) => name.startsWith(`${kind} `)))) return null;
  return `None of the files holds an object that this is about (${shown(scope.kinds)}).`;
}

function shown(kinds: readonly string[]): string {
  return kinds.length > 4 ? `${kinds.slice(0, 3).join(', ')} and others` : kinds.join(', ');
}

function scopeOf(check: Check): FilesScope | null {
  if ('each' in check) return filesScope(check.each);
  return 'allOf' in check ? (check.allOf.map(scopeOf).find((one) => one !== null) ?? null) : null;
}

/** A verdict on objects of files, no bolder than they allow: the rest of the cluster is not known. */
export function byFilesAlone({ check }: Rule, { source }: Snapshot, verdict: Verdict): Verdict {
  const scope = source === 'files' ? scopeOf(check) : null;
  if (scope === null) return verdict;
  const { misses, holds, because, passes } = scope;
  const open =
    (verdict.status === 'fail' && misses === 'unknown') || (verdict.status === 'pass' && holds === 'unknown');
  if (open) return { status: 'unknown', reason: `${verdict.reason} ${because}` };
  return verdict.status === 'pass' && passes !== undefined ? { ...verdict, reason: passes } : verdict;
}

/** Evidence on a cluster that no API was asked for: counts of what is not there say nothing. */
export function inFiles(evidence: readonly Evidence[]): Evidence[] {
  return evidence
    .filter(({ origin, value }) => origin.kind !== 'api' || !isNothing(value))
    .map((one) =>
      one.origin.kind === 'api' ? { ...one, origin: { kind: 'filesystem', path: 'the given files' } } : one,
    );
}

function isNothing(value: Evidence['value']): boolean {
  return value === 0 || (Array.isArray(value) && value.length === 0);
}

/** Why there is no finding about a process of a component when files are judged. */
export function notAmongFiles(component: string): string {
  return `None of the files starts or configures ${component}.`;
}

/** The findings with the lines that they rest on, where files were judged. */
export function withLocations(findings: readonly Finding[], { source, given }: Snapshot): readonly Finding[] {
  if (source !== 'files') return findings;
  const paths = new Set(given?.judged ?? []);
  return findings.map((finding) => ({ ...finding, locations: locationsOf(finding, paths) }));
}

/** Lines of the given files that a finding rests on, in the order of its evidence; else where its target begins. */
function locationsOf(finding: Finding, paths: ReadonlySet<string>): Place[] {
  const { target } = finding;
  const found = finding.evidence.flatMap(({ origin }) =>
    (origin.kind === 'file' || origin.kind === 'drop-in') && paths.has(origin.path)
      ? [{ path: origin.path, line: origin.line }]
      : [],
  );
  if (found.length > 0) return unique(found);
  return target.kind === 'file' ? [{ path: target.path, line: target.line }] : [];
}

function unique(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [`${place.path}:${place.line}`, place])).values()];
}

/** Setting name in `unsaid` that stands for all that hold their default. */
const WHATEVER_IS_UNSET = '*';

/**
 * A verdict on a planned process; none where what decides it is in no file of that kind, unknown where it is in a file
 * that was not given.
 *
 * @param settings those that the rule asks for, with whether each has its default
 */
export function asFarAsSaid(
  { planned }: ProcessFacts,
  settings: () => readonly { name: string; isDefault: boolean }[],
  verdict: Verdict,
): Verdict {
  if (planned === undefined || (verdict.status !== 'pass' && verdict.status !== 'fail')) return verdict;
  const { unsaid, because = 'It is decided elsewhere.', open: others = [] } = planned;
  const asked = settings();
  const undecided = others.find((one) => asked.some(({ name }) => one.settings.includes(name)));
  if (undecided !== undefined) return { status: 'unknown', reason: undecided.because };
  const unset = asked.filter(({ isDefault }) => isDefault).map(({ name }) => name);
  const named = unset.find((name) => unsaid.includes(name));
  if (named !== undefined) return { status: 'not-applicable', reason: because };
  const disputed = unset.filter((name) => planned.undisputed?.includes(name) !== true);
  const [open] = unsaid.includes(WHATEVER_IS_UNSET) ? disputed : [];
  return open === undefined ? verdict : { status: 'unknown', reason: `${open} is not set. ${because}` };
}
