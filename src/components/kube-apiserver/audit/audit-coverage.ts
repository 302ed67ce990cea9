import type { PropertyItem } from '../../subject.ts';
import { type AuditedRequest, type AuditRule, matchesEverything, matchingRule } from './audit-match.ts';
import { type AuditProbe, requestsOf } from './audit-probes.ts';

/** Whether what is recorded of a request is what it should be. */
type Recorded = 'enough' | 'too little' | 'too much';

interface Outcome {
  request: AuditedRequest;
  rule: AuditRule | undefined;
  level: string;
  recorded: Recorded;
}

/**
 * What an audit policy makes of each probe. A probe stands for several requests; the worst of them is the item.
 *
 * @param path of the policy, for people
 */
export function auditCoverage(
  probes: readonly AuditProbe[],
  rules: readonly AuditRule[],
  path: string,
  minor: number,
): PropertyItem[] {
  return probes.map((probe) => itemOf(probe, rules, path, minor));
}

/** When a request is recorded, unless the server panics over it. */
const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete'];

/** Whether some request reaches a rule that records it. */
export function recordsAnything(rules: readonly AuditRule[]): boolean {
  const last = rules.findIndex(matchesEverything);
  const reachable = last === -1 ? rules : rules.slice(0, last + 1);
  return reachable.some(({ level, omitStages }) => {
    return level !== 'None' && STAGES.some((stage) => !omitStages.includes(stage));
  });
}

function itemOf(probe: AuditProbe, rules: readonly AuditRule[], path: string, minor: number): PropertyItem {
  const outcomes = requestsOf(probe).map((request) => outcomeOf(probe, request, rules, minor));
  const worst = outcomes.find(({ recorded }) => recorded !== 'enough') ?? outcomes[0];
  const { level = 'None', recorded = 'too little', rule } = worst ?? {};
  return {
    label: probe.label,
    attributes: { level, recorded },
    origin: rule === undefined ? { kind: 'filesystem', path } : { kind: 'file', path, line: rule.line },
    defects: worst === undefined ? {} : { recorded: defectOf(probe, worst) },
  };
}

function outcomeOf(
  probe: AuditProbe,
  request: AuditedRequest,
  rules: readonly AuditRule[],
  minor: number,
): Outcome {
  const rule = matchingRule(rules, request, minor);
  const level = levelOf(probe, rule);
  return { request, rule, level, recorded: recordedAt(level, probe.sensitive) };
}

/** At which level a request of that kind is recorded where that rule decides. */
export function levelOf({ stages }: AuditProbe, rule: AuditRule | undefined): string {
  const silent = rule === undefined || stages.every((stage) => rule.omitStages.includes(stage));
  return silent ? 'None' : rule.level;
}

function recordedAt(level: string, sensitive: boolean): Recorded {
  if (level === 'None') return 'too little';
  return sensitive && level !== 'Metadata' ? 'too much' : 'enough';
}

function defectOf(probe: AuditProbe, { request, rule, level, recorded }: Outcome): string {
  const where = request.namespace === '' ? '' : ` in ${request.namespace}`;
  const what = `${probe.label} by ${request.user}${where}`;
  if (rule === undefined) return `No rule of the audit policy matches ${what}, so it is not recorded.`;
  const named = `the rule on line ${rule.line}`;
  if (recorded === 'too much')
    return `By ${named} ${what} is recorded at ${level}, which puts what it holds into the log.`;
  if (rule.level !== 'None') return `By ${named} every stage of ${what} is left out.`;
  return `By ${named} ${what} is not recorded.`;
}
