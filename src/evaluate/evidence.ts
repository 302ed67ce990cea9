import type { EffectiveSetting } from '../components/effective-setting.ts';
import {
  type AuthorityKeys,
  type Candidate,
  newestStarting,
  type StartingCandidate,
} from '../components/subject.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { Evidence } from '../model/finding.ts';
import type { Check, Rule } from '../model/rule.ts';
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
  const versions = spanOf(candidates);
  return [
    ...settingNames(rule, starting).map((name) => settingEvidence(starting.setting(name), process, versions)),
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
  const names = [...namesIn(rule.letter), ...namesIn(rule.check), ...rule.evidence];
  return [...new Set(names)].filter(
    (name) => namesIn(rule.letter).includes(name) || isSet(starting.setting(name)),
  );
}

/** An empty list says nothing that its absence does not. */
function isSet({ value }: EffectiveSetting): boolean {
  return !Array.isArray(value) || value.length > 0;
}

function namesIn(check: Check): readonly string[] {
  return 'settings' in check ? check.settings : [];
}

/** The versions whose default is quoted: one when it is known, else all that it may be. */
function spanOf(candidates: readonly Candidate[]): string {
  const [first, last] = [candidates[0]?.version ?? '', candidates.at(-1)?.version ?? ''];
  return first === last ? first : `${first} to ${last}`;
}

function settingEvidence(setting: EffectiveSetting, process: ProcessFacts, versions: string): Evidence {
  const note = fileNote(setting, process);
  return {
    setting: setting.name,
    value: setting.value,
    origin: setting.origin.kind === 'default' ? { kind: 'default', version: versions } : setting.origin,
    overrides: setting.overrides,
    ...(note === null ? {} : { note }),
  };
}

/** A newer ctime alone is a change of mode, owner or name: the content stands, and a reader should know. */
function fileNote({ origin }: EffectiveSetting, process: ProcessFacts): string | null {
  if (origin.kind !== 'file') return null;
  const startedAt = valueIfPresent(process.startedAt);
  const file = Object.values(process.files)
    .map((fact) => valueIfPresent(fact))
    .find((one) => one !== undefined && (one.hostPath ?? one.path) === origin.path);
  if (startedAt === undefined)
    return 'When the process started is not known, nor therefore whether the file changed since.';
  if (file === undefined) return null;
  const started = Date.parse(startedAt) + 2000;
  if (Date.parse(file.modifiedAt) > started || Date.parse(file.changedAt) <= started) return null;
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
