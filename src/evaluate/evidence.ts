import type { EffectiveSetting } from '../components/effective-setting.ts';
import { shownPath } from '../components/shown-path.ts';
import { attributesChangedAfterStart } from '../components/stale.ts';
import {
  type AuthorityKeys,
  type Candidate,
  newestStarting,
  type StartingCandidate,
} from '../components/subject.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { Evidence } from '../model/finding.ts';
import type { Origin } from '../model/origin.ts';
import type { Check, Rule } from '../model/rule.ts';
import { settingsOf } from '../model/rule-settings.ts';
import type { ProcessFacts } from '../model/snapshot.ts';
import type { Membership } from './membership.ts';
import type { OtherComponent } from './other-component.ts';

/** The facts that a finding quotes: what decided first, then what a reader needs beside it. */
export function evidenceFor(
  rule: Rule,
  candidates: readonly Candidate[],
  membership: Membership | null,
  process: ProcessFacts,
  others: OtherComponent,
): Evidence[] {
  const starting = newestStarting(candidates);
  if (starting === null) return candidates.flatMap(obstacle).slice(-1);
  return [
    ...settingNames(rule, starting)
      .map((name) => settingEvidence(starting.setting(name), process, candidates))
      .filter((one) => !isAssumed(one, process)),
    ...memberEvidence(membership),
    ...authorityEvidence(rule.check, starting, others),
  ];
}

/** Why there is no configuration to quote. */
function obstacle(candidate: Candidate): Evidence[] {
  if (candidate.outcome === 'starts') return [];
  return [
    {
      setting: 'configuration',
      value: null,
      origin: candidate.origin,
      overrides: [],
      note: candidate.because,
    },
  ];
}

function settingNames(rule: Rule, starting: StartingCandidate): string[] {
  const names = [...settingsOf(rule.letter), ...settingsOf(rule.check), ...rule.evidence];
  return [...new Set(names)].filter(
    (name) => settingsOf(rule.letter).includes(name) || isSet(starting.setting(name)),
  );
}

/** That a file which was given is read at all: the name it has for that on the node says nothing. */
function isAssumed({ setting, origin }: Evidence, { planned }: ProcessFacts): boolean {
  return planned !== undefined && setting === 'config' && origin.kind === 'program';
}

/** An empty list says nothing that its absence does not. */
function isSet({ value }: EffectiveSetting): boolean {
  return !Array.isArray(value) || value.length > 0;
}

/** The versions whose default is quoted: one when it is known, else the newest that it may be with all before them alike. */
function spanOf(candidates: readonly Candidate[], { name, value }: EffectiveSetting): string {
  const wanted = JSON.stringify(value);
  const other = candidates.findLastIndex(
    (one) => one.outcome === 'starts' && JSON.stringify(one.setting(name).value) !== wanted,
  );
  const [first, last] = [candidates[other + 1]?.version ?? '', candidates.at(-1)?.version ?? ''];
  return first === last ? first : `${first} to ${last}`;
}

function settingEvidence(
  setting: EffectiveSetting,
  process: ProcessFacts,
  candidates: readonly Candidate[],
): Evidence {
  const notes = [setting.because, fileNote(setting, process)].filter((one) => one != null);
  return {
    setting: setting.name,
    value: setting.value,
    origin:
      setting.origin.kind === 'default'
        ? { kind: 'default', version: spanOf(candidates, setting) }
        : placed(setting.origin, process),
    overrides: setting.overrides.map((one) => ({ ...one, origin: placed(one.origin, process) })),
    ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
  };
}

/** Where in a file the word stands that a component's own reading of its flags takes for one of a command line. */
function placed(origin: Origin, { argv, argvOrigins, planned }: ProcessFacts): Origin {
  const set = origin.kind === 'environment' ? planned?.variables?.[origin.name] : undefined;
  if (set !== undefined) return { kind: 'file', ...set };
  if (planned === undefined || origin.kind !== 'flag') return origin;
  const at = valueIfPresent(argv)?.lastIndexOf(origin.text) ?? -1;
  return argvOrigins?.[at] ?? origin;
}

/** A newer ctime alone is a change of mode, owner or name: the content stands, and a reader should know. */
function fileNote({ origin }: EffectiveSetting, process: ProcessFacts): string | null {
  if (origin.kind !== 'file' || process.planned !== undefined) return null;
  if (valueIfPresent(process.startedAt) === undefined)
    return 'When the process started is not known, nor therefore whether the file changed since.';
  const file = Object.values(process.files)
    .map((fact) => valueIfPresent(fact))
    .find((one) => one !== undefined && shownPath(one) === origin.path);
  if (file === undefined || !attributesChangedAfterStart(process, file)) return null;
  return `Mode, owner or name of the file changed at ${file.changedAt}, after the start; its content did not.`;
}

function memberEvidence(membership: Membership | null): Evidence[] {
  if (membership === null) return [];
  const { voters, origin, source } = membership;
  return [{ setting: 'voting members', value: voters, origin, overrides: [], note: `By ${source}.` }];
}

function authorityEvidence(check: Check, starting: StartingCandidate, others: OtherComponent): Evidence[] {
  if (!('distinct' in check)) return [];
  const ours = starting.authorities.map((one) =>
    keysEvidence(`${one.setting} public keys`, one.path, one.keys),
  );
  const theirs = others(check.from.component, check.from.setting).flatMap((one) => [
    { ...one.setting, setting: `${check.from.component} ${one.setting.name}` },
    ...(one.keys === null || typeof one.setting.value !== 'string'
      ? []
      : [
          keysEvidence(
            `${check.from.component} ${one.setting.name} public keys`,
            one.setting.value,
            one.keys,
          ),
        ]),
  ]);
  return [
    ...ours,
    ...theirs.map(({ setting, value, origin, overrides, ...rest }) => ({
      setting,
      value,
      origin,
      overrides,
      ...noteOf(rest),
    })),
  ];
}

function noteOf(rest: { note?: string }): { note?: string } {
  return rest.note === undefined ? {} : { note: rest.note };
}

function keysEvidence(setting: string, path: string, keys: AuthorityKeys): Evidence {
  const origin = { kind: 'filesystem', path } as const;
  if (keys.state !== 'known') return { setting, value: null, origin, overrides: [], note: keys.because };
  return { setting, value: keys.sha256.map((key) => `sha256:${key}`), origin, overrides: [] };
}
