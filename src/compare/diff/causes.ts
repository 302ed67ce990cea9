import type { SettingChange } from '../../model/diff.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { Finding } from '../../model/finding.ts';
import type { FileFacts } from '../../model/snapshot.ts';
import type { Facts } from './facts.ts';

/** What is known of one side of a comparison. */
export interface Known {
  finding: Finding;
  facts: Facts | null;
}

/** What most likely made a difference: a file that was changed, a restart, another version. */
export function causesOf(before: Known, after: Known, settings: readonly SettingChange[]): string[] {
  return [
    ...filesBehind(settings).flatMap((path) => fileCauses(path, before, after)),
    ...startCauses(before, after),
    ...versionCauses(before.finding, after.finding),
    ...proofCauses(before.finding, after.finding),
  ];
}

/** Files that the changed settings came from, before or after. */
function filesBehind(settings: readonly SettingChange[]): string[] {
  const origins = settings.flatMap(({ before, after }) => [after?.origin, before?.origin]);
  const paths = origins.flatMap((origin) =>
    origin?.kind === 'file' || origin?.kind === 'drop-in' || origin?.kind === 'filesystem'
      ? [origin.path]
      : [],
  );
  return [...new Set(paths)];
}

function fileCauses(path: string, before: Known, after: Known): string[] {
  if (before.facts === null || after.facts === null) return [];
  const [was, is] = [before.facts.file(path), after.facts.file(path)];
  if (is === null) return was === null ? [] : [`${path} is not there or not read any more.`];
  const owner = ownerOf(is, after.facts);
  if (was === null) return [`${path} is new: written ${is.modifiedAt}, ${owner}.`];
  const changes = [
    ...(is.modifiedAt === was.modifiedAt ? [] : [`written ${is.modifiedAt} (before: ${was.modifiedAt})`]),
    ...(ownerOf(was, before.facts) === owner
      ? []
      : [`mode, owner or name ${is.changedAt} (before: ${ownerOf(was, before.facts)})`]),
  ];
  return changes.length === 0 ? [] : [`${path} was changed: ${changes.join(', ')}; ${owner}.`];
}

function ownerOf({ uid, gid, mode }: FileFacts, facts: Facts): string {
  return `owner ${facts.user(uid)}:${facts.group(gid)}, mode ${(mode & 0o7777).toString(8)}`;
}

function startCauses(before: Known, after: Known): string[] {
  const [was, is] = [before.finding.target, after.finding.target];
  if (was.kind !== 'process' || is.kind !== 'process') return [];
  const [started, earlier] = [startOf(after), startOf(before)];
  if (was.pid === is.pid && started === earlier) return [];
  const when = started === null ? '' : ` at ${started}`;
  const then = earlier === null ? '' : `, since ${earlier}`;
  const words = argumentsOf(before) !== argumentsOf(after) ? ' with other arguments' : '';
  return [`${is.component} was started anew${when}${words}: pid ${is.pid} (before: ${was.pid}${then}).`];
}

function startOf({ finding, facts }: Known): string | null {
  return valueIfPresent(facts?.process(finding)?.startedAt) ?? null;
}

/** Null on both sides where there are no facts: then nothing is said about them. */
function argumentsOf({ finding, facts }: Known): string | null {
  const words = valueIfPresent(facts?.process(finding)?.argv);
  return words === undefined ? null : JSON.stringify(words);
}

function versionCauses({ target: was }: Finding, { target: is }: Finding): string[] {
  if (!('version' in was) || !('version' in is) || was.version === is.version) return [];
  return [
    `${is.component} ${was.version ?? 'of an unknown version'} became ${is.version ?? 'an unknown version'}.`,
  ];
}

function proofCauses({ proof: was }: Finding, { proof: is }: Finding): string[] {
  const outcomes = [was.outcome, is.outcome];
  if (was.outcome === is.outcome || !outcomes.includes('contradicted')) return [];
  return [`What the running component was asked: ${was.outcome} before, ${is.outcome} now.`];
}
