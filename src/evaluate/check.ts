import type { EffectiveSetting } from '../components/effective-setting.ts';
import type { Candidate, Parameters, StartingCandidate } from '../components/subject.ts';
import type { SettingValue } from '../model/finding.ts';
import type { Check, ExpressionCheck, SettingsCheck } from '../model/rule.ts';
import { distinctVerdict } from './distinct.ts';
import { eachVerdict } from './each.ts';
import type { ExpressionOutcome } from './input.ts';
import type { OtherComponent } from './other-component.ts';
import { type Wish, wishOf } from './predicates.ts';
import { someVerdict } from './some.ts';
import type { Verdict } from './verdict.ts';

/** What a check is judged with, besides the reading of its target. */
export interface JudgeContext {
  parameters: Parameters;
  /** Processes of other components, for checks that compare with them. */
  others: OtherComponent;
  /** Computes an expression over the facts of the target. */
  expression(text: string, candidate: StartingCandidate): ExpressionOutcome;
}

/** Judges one reading by one check. Pure. */
export function judgeCandidate(candidate: Candidate, check: Check, context: JudgeContext): Verdict {
  switch (candidate.outcome) {
    case 'refuses':
      return { status: candidate.stale.length > 0 ? 'unknown' : 'error', reason: candidate.because };
    case 'undetermined':
      return { status: 'unknown', reason: candidate.because };
    case 'starts':
      return judgeStarting(candidate, check, context);
  }
}

function judgeStarting(candidate: StartingCandidate, check: Check, context: JudgeContext): Verdict {
  if ('each' in check) {
    return eachVerdict(candidate.property(check.each, context.parameters), check, context.parameters);
  }
  if ('settings' in check) return settingsVerdict(candidate, check, context.parameters);
  if ('distinct' in check) return distinctVerdict(candidate, check, context.others);
  if ('review' in check) return { status: 'manual', reason: check.review.join(' ') };
  if ('cel' in check) return expressionVerdict(context.expression(check.cel, candidate), check);
  if ('objects' in check)
    return someVerdict(candidate.property(check.objects, context.parameters), check, context.parameters);
  return worst(check.allOf.map((one) => judgeStarting(candidate, one, context)));
}

function expressionVerdict(outcome: ExpressionOutcome, { cel, otherwise }: ExpressionCheck): Verdict {
  if ('unknown' in outcome) return { status: 'unknown', reason: outcome.unknown };
  if ('error' in outcome) return { status: 'error', reason: `The rule cannot run: ${outcome.error}` };
  return outcome.holds
    ? { status: 'pass', reason: `It holds that ${cel.replaceAll(/\s+/g, ' ').trim()}` }
    : { status: 'fail', reason: otherwise };
}

/** What is broken or missed decides before what is not known, and that before what holds. */
const ORDER: readonly Verdict['status'][] = ['error', 'fail', 'unknown', 'manual', 'not-applicable', 'pass'];

function worst(verdicts: readonly Verdict[]): Verdict {
  const status = ORDER.find((one) => verdicts.some((verdict) => verdict.status === one)) ?? 'unknown';
  const reasons = verdicts.filter((one) => one.status === status).map((one) => one.reason);
  return { status, reason: [...new Set(reasons)].join(' ') };
}

function settingsVerdict(
  candidate: StartingCandidate,
  { settings: names, must }: SettingsCheck,
  parameters: Parameters,
): Verdict {
  const settings = names.map((name) => candidate.setting(name));
  const open = settings.find((one) => one.undecided !== undefined)?.undecided;
  if (open !== undefined) return open;
  const wish = wishOf(must, parameters);
  const missed = settings.filter(({ value, origin }) => !wish.holds(value, origin.kind !== 'default'));
  return missed.length === 0
    ? { status: 'pass', reason: virtue(settings, wish) }
    : { status: 'fail', reason: missed.map((one) => defect(one, wish)).join(' ') };
}

/** A derived setting says itself why it is as it is. */
function virtue(settings: readonly EffectiveSetting[], wish: Wish): string {
  const reasons = settings.flatMap(({ because }) => (because === undefined ? [] : [because]));
  if (reasons.length > 0) return [...new Set(reasons)].join(' ');
  const names = settings.map(({ name }) => name).join(' and ');
  return `${names} ${settings.length === 1 ? wish.text : wish.text.replace(/^is /, 'are ')}.`;
}

function defect({ name, value, because }: EffectiveSetting, wish: Wish): string {
  const surplus = wish.surplus(value);
  if (surplus.length > 0)
    return `${name} holds ${surplus.join(', ')}.${because === undefined ? '' : ` ${because}`}`;
  return because ?? `${name} is ${shown(value)}.`;
}

function shown(value: SettingValue): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'not set';
  return Array.isArray(value) ? value.join(',') : String(value);
}
