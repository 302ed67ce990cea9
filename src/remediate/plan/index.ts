import type { Finding } from '../../model/finding.ts';
import type { Change, NotPlanned, Plan } from '../../model/plan.ts';
import type { Fix } from '../../model/rule.ts';
import { planHash } from '../plan-hash.ts';
import { planAttributes } from './attributes-change.ts';
import { CLASS_ORDER } from './disruption.ts';
import { isAbout, type Member, NotNow, notPlanned, type PlanInput, type Task } from './input.ts';
import type { Planned } from './process-change.ts';
import { isOvertaken } from './proxy-task.ts';
import { fixFor } from './staged.ts';
import { planTogether, togetherBy } from './together.ts';

export type { PlanInput } from './input.ts';

const LIFETIME_MS = 24 * 60 * 60 * 1000;

const UNKNOWN: Fix = {
  level: 'explain',
  lockOut: 'high',
  why: 'This rule does not say how it is repaired: its page does, for a person.',
};

/**
 * What would be changed on this node to turn the failed findings of a report, and what not, and why. Reads files,
 * changes nothing. Trouble on the node is an entry of `notPlanned`.
 */
export function makePlan(input: PlanInput): Plan {
  const tasks = tasksOf(input);
  const planned = [
    ...withoutFix(input, tasks),
    ...planWith(
      input,
      tasks.filter((task) => isPlanned(input, task)),
    ),
  ];
  const changes = inOrder(planned.flatMap((one) => one.changes));
  const plan: Omit<Plan, 'hash'> = {
    schema: 'kubetrue.dev/plan/v1',
    tool: { name: 'kubetrue', version: input.toolVersion },
    at: input.at.toISOString(),
    expires: new Date(input.at.getTime() + LIFETIME_MS).toISOString(),
    node: { name: input.report.node.name, machineId: input.machineId },
    benchmark: { name: input.benchmark.name, version: input.benchmark.version },
    changes: afterAttributes(changes),
    notPlanned: planned.flatMap((one) => one.notPlanned),
  };
  return { ...plan, hash: planHash(plan) };
}

function tasksOf(input: PlanInput): readonly Task[] {
  const { report, rules } = input;
  return report.findings
    .filter(({ status }) => status === 'fail' || status === 'conflict')
    .flatMap((finding) => {
      const rule = rules.find(({ id }) => id === finding.rule);
      if (rule === undefined) return [];
      return [
        {
          finding,
          rule,
          fix: fixFor(input, rule, finding) ?? UNKNOWN,
          control: finding.controls[0]?.control ?? null,
        },
      ];
    });
}

function isPlanned(input: PlanInput, { finding, fix, rule }: Task): boolean {
  if (isUnsettled(input, finding) || fix.level === 'explain') return false;
  return fix.level === 'safe' || input.consented.has(rule.id);
}

/** What was read is not what runs, and no start would settle it. */
function isUnsettled(input: PlanInput, finding: Finding): boolean {
  return finding.status === 'conflict' && !isOvertaken(input, finding);
}

/** Each finding that is not repaired here, with its reason. */
function withoutFix(input: PlanInput, tasks: readonly Task[]): readonly Planned[] {
  const left = tasks
    .filter((task) => !isPlanned(input, task))
    .map((task) => notPlanned(task, whyNot(input, task)));
  return [{ changes: [], notPlanned: onePerRule(left) }];
}

function whyNot(input: PlanInput, { finding, fix, rule }: Task): NotNow {
  if (isUnsettled(input, finding)) {
    return new NotNow(
      'prerequisite',
      `What was read and what answers differ: ${finding.reason}`,
      'settle that first',
    );
  }
  if (fix.level === 'explain') {
    return new NotNow('explain', fix.why ?? rule.remediation.disruption, `kubetrue explain ${rule.id}`);
  }
  const notices = fix.affects?.[0] ?? rule.remediation.disruption;
  return new NotNow('consent', notices, `kubetrue fix plan --allow ${rule.id}`);
}

function onePerRule(list: readonly NotPlanned[]): NotPlanned[] {
  return [...new Map(list.map((one) => [`${one.rule} ${one.reason}`, one])).values()];
}

function planWith(input: PlanInput, tasks: readonly Task[]): readonly Planned[] {
  const files = tasks.filter(({ rule }) => rule.component === 'files');
  const groups = new Map<string, Member[]>();
  for (const process of input.snapshot.processes) {
    const own = tasks.filter(({ finding }) => isAbout(finding, process));
    const key = togetherBy(input, process);
    if (own.length > 0) groups.set(key, [...(groups.get(key) ?? []), { process, tasks: safeFirst(own) }]);
  }
  return [
    planAttributes(input, files),
    ...[...groups.values()].map((members) => planTogether(input, members)),
  ];
}

/** What others need comes first: an authority for client certificates before anonymous requests are refused. */
function safeFirst(tasks: readonly Task[]): readonly Task[] {
  const rank = ({ fix, rule }: Task) =>
    (fix.level === 'safe' ? 0 : 2) + (rule.id === 'kubelet-client-ca' ? 0 : 1);
  return tasks.toSorted((left, right) => rank(left) - rank(right));
}

function inOrder(changes: readonly Change[]): readonly Change[] {
  const rank = (change: Change) => CLASS_ORDER.indexOf(change.class);
  return changes.toSorted((left, right) => rank(left) - rank(right));
}

/** Attributes are set first: what comes later finds the file with them. */
function afterAttributes(changes: readonly Change[]): Change[] {
  const set = new Map(
    changes
      .filter(({ level }) => level === 'safe')
      .flatMap(({ edits }) => edits)
      .flatMap((edit) => (edit.kind === 'attributes' ? [[edit.path, edit.after] as const] : [])),
  );
  return changes.map((change) => ({
    ...change,
    edits: change.edits.map((edit) =>
      edit.kind === 'content' ? { ...edit, before: { ...edit.before, ...set.get(edit.path) } } : edit,
    ),
  }));
}
