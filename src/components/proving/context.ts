import type { ClusterFacts } from '../../model/cluster.ts';
import type { Observation, ProbeMethod } from '../../model/observation.ts';
import type { SettingValue } from '../../model/setting-value.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { Parameters, PropertyItem, StartingCandidate } from '../subject.ts';
import type { Witness } from './witness.ts';

/** What a proof compares: a process as it is read, and what was seen of it. */
export interface ProofContext {
  process: ProcessFacts;
  reading: StartingCandidate;
  /** Of this process. */
  observations: readonly Observation[];
  /** Of all processes. */
  all: readonly Observation[];
  /** What its API server lists, where it was asked. */
  cluster: ClusterFacts | null;
}

/** One way of telling whether what was read is in force. */
export type Question = (context: ProofContext) => Witness;

/** A proof that rules name. */
export interface ProofSpec {
  /** Methods of docs/proofs.md. */
  method: string;
  /** Each of these alone would do; none may contradict. */
  questions: readonly Question[];
}

export function open(sentence: string): Witness {
  return { predicted: '', observed: null, sentence };
}

/** The answer to a probe; null when there is none. */
export function answerTo(
  { observations }: ProofContext,
  method: ProbeMethod,
  probe?: string,
): Observation | null {
  return observations.find((one) => one.method === method && one.probe === probe) ?? null;
}

/** Status of an answer that came; null for anything else. */
export function statusOf(observation: Observation | null): number | null {
  return observation?.answer.kind === 'answered' ? observation.answer.status : null;
}

export function seen(observation: Observation | null, name: string): SettingValue | undefined {
  return observation?.seen?.[name];
}

export function seenList(observation: Observation | null, name: string): readonly string[] | null {
  const value = seen(observation, name);
  return Array.isArray(value) ? value : null;
}

/** Why nothing at all was sent; null where something was. */
export function onlyNotAttempted(observations: readonly Observation[]): string | null {
  const reasons = observations.map(({ answer }) => (answer.kind === 'not-attempted' ? answer.reason : null));
  if (reasons.length === 0 || reasons.some((reason) => reason === null)) return null;
  return `No probe was sent: ${reasons[0] ?? ''}.`;
}

/** Why an answer does not decide anything, in a sentence. */
export function whyOpen(observation: Observation | null, method: string): string {
  if (observation === null) return `${method} was not asked.`;
  const { answer, address, request } = observation;
  const question = address === '' ? method : `${method} at ${address}`;
  switch (answer.kind) {
    case 'not-attempted':
      return `${question} was not asked: ${answer.reason}.`;
    case 'answered':
      return `${question}: ${request} answered ${answer.status}, which decides nothing.`;
    case 'refused':
      return `${question} was refused (${answer.alert}), which decides nothing.`;
    case 'read':
      return `${question} decides nothing.`;
    case 'closed':
    case 'timed-out':
    case 'unreachable':
      return `${question} gave no answer that decides it: ${answer.detail}.`;
  }
}

/** The setting, or why nothing can be predicted from it. */
export function predicted({ reading }: ProofContext, name: string): EffectiveSetting | Witness {
  const setting = reading.setting(name);
  return setting.undecided === undefined
    ? setting
    : open(`What ${name} should be could not be told: ${setting.undecided.reason}`);
}

export function isWitness(value: EffectiveSetting | Witness): value is Witness {
  return 'sentence' in value;
}

/** Items of a property; none where it is settled otherwise. */
export function itemsOf(
  { reading }: ProofContext,
  name: string,
  parameters: Parameters = {},
): readonly PropertyItem[] {
  const property = reading.property(name, parameters);
  return property.state === 'items' ? property.items : [];
}
