import type { NotPlanned } from '../../model/plan.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { type Member, NotNow, notPlanned, type PlanInput, type Task } from './input.ts';
import { predicted } from './predict.ts';
import { changeOf, type Done, type Planned } from './process-change.ts';
import { planStaged } from './staged.ts';
import { type Way, wayOf } from './way.ts';
import type { Working } from './working.ts';

/**
 * One change with all that can be repaired of a process, so that it restarts once; of all processes that share one
 * program around them, which restarts them together and has their flags in the same files.
 */
export function planTogether(input: PlanInput, members: readonly Member[]): Planned {
  const staged = members.map((member) => planStaged(input, member));
  const notPlanned: NotPlanned[] = staged.flatMap((one) => one.notPlanned);
  const done: Done[] = [];
  for (const { others } of staged) {
    const { left, ...one } = planMember(input, others, done.at(-1)?.working.operations ?? new Map());
    notPlanned.push(...left);
    if (one.way !== null && one.working.tasks.length > 0) done.push({ way: one.way, working: one.working });
  }
  const stages = staged.flatMap(({ changes }) => changes);
  return { changes: [...stages, ...(done.length === 0 ? [] : [changeOf(input, done)])], notPlanned };
}

/** Members are planned together when their key is the same. */
export function togetherBy({ snapshot }: PlanInput, { component, inside, pid }: ProcessFacts): string {
  if (inside !== undefined) return `${inside}-${pid}`;
  const rke2 = snapshot.programs.find(({ name }) => name === 'rke2');
  return rke2 !== undefined && component !== 'etcd' ? `rke2-${rke2.pid}` : `${component}-${pid}`;
}

function planMember(
  input: PlanInput,
  { process, tasks }: Member,
  operations: Working['operations'],
): { way: Way | null; working: Working; left: readonly NotPlanned[] } {
  const working: Working = {
    process,
    findings: predicted(input, process),
    tasks: [],
    operations,
    prerequisites: [],
    affects: [],
    durable: [],
  };
  try {
    const way = wayOf(input, process);
    return { way, ...addAll(way, working, tasks) };
  } catch (error) {
    if (!(error instanceof NotNow)) throw error;
    return { way: null, working, left: tasks.map((task) => notPlanned(task, error)) };
  }
}

/** What was missing for one task may be brought by another that comes after it, so those left are tried again. */
function addAll(
  way: Way,
  start: Working,
  tasks: readonly Task[],
): { working: Working; left: readonly NotPlanned[] } {
  const left: NotPlanned[] = [];
  let working = start;
  let waiting = tasks;
  let before: number;
  do {
    before = waiting.length;
    const later: Task[] = [];
    left.length = 0;
    for (const task of waiting) {
      try {
        working = addTask(way, working, task);
      } catch (error) {
        if (!(error instanceof NotNow)) throw error;
        left.push(notPlanned(task, error));
        later.push(task);
      }
    }
    waiting = later;
  } while (waiting.length > 0 && waiting.length < before);
  return { working, left };
}

function addTask(way: Way, working: Working, task: Task): Working {
  if (working.findings.some(({ rule, status }) => rule === task.rule.id && status === 'pass')) {
    return { ...working, tasks: [...working.tasks, task] };
  }
  return way.add(working, task);
}
