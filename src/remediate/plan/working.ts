import type { Finding } from '../../model/finding.ts';
import type { Change, Operation } from '../../model/plan.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { ConfigSource } from '../daemon-set/find.ts';
import { applyOperations } from '../editors/index.ts';
import { orNotNow, type PlanInput, type Task } from './input.ts';
import { NEEDS } from './needs/index.ts';
import type { OpenFile } from './node-file.ts';
import type { PlacedEdit } from './places/place.ts';
import type { StaticPod } from './static-pod.ts';

/** Edits of one process as they are gathered, task by task. */
export interface Working {
  /** The process as it would be. */
  readonly process: ProcessFacts;
  readonly findings: readonly Finding[];
  readonly tasks: readonly Task[];
  readonly operations: ReadonlyMap<string, { readonly file: OpenFile; readonly list: readonly Operation[] }>;
  /** A text of the cluster, and its edits. */
  readonly source?: { readonly of: ConfigSource; readonly list: readonly Operation[] };
  readonly prerequisites: Change['prerequisites'];
  readonly affects: readonly string[];
  readonly durable: Change['durable'];
}

export function withOperations(
  working: Working['operations'],
  file: OpenFile,
  operations: readonly Operation[],
): Working['operations'] {
  const list = [...(working.get(file.path)?.list ?? []), ...operations];
  return new Map(working).set(file.path, { file, list });
}

/** Adds edits of flags in the places where they stand; each is tried out. */
export function withPlaced(working: Working, placed: readonly PlacedEdit[]): Working {
  let { operations } = working;
  for (const { place, edit } of placed) {
    const file = operations.get(place.file.path)?.file ?? place.file;
    operations = withOperations(operations, file, [place.operation(edit)]);
    edited(file, operations.get(file.path)?.list ?? []);
  }
  return { ...working, operations };
}

/** The file's bytes after the edits; what an editor refuses is not planned. */
export function edited(file: OpenFile, operations: readonly Operation[]): Buffer {
  return orNotNow(() => applyOperations(file.path, file.bytes, operations));
}

/** What is planned with one more task, whose edits are in `working` already: what was looked at, and who notices. */
export function withTask(
  working: Working,
  task: Task,
  findings: readonly Finding[],
  met: ReturnType<typeof checkNeeds>,
  seen: Change['prerequisites'],
): Working {
  return {
    ...working,
    findings,
    tasks: [...working.tasks, task],
    prerequisites: [...working.prerequisites, ...met.prerequisites, ...seen],
    affects: [...working.affects, ...met.affects],
  };
}

/** Checks the conditions of a rule; throws NotNow at the first that is not met. */
export function checkNeeds(
  input: PlanInput,
  task: Task,
  working: Pick<Working, 'findings'> & { readonly process: ProcessFacts | null },
  pod: StaticPod | null,
): { prerequisites: Change['prerequisites']; affects: readonly string[] } {
  const met = (task.fix.needs ?? []).map((name) => {
    const need = NEEDS[name];
    if (need === undefined) throw new Error(`rule ${task.rule.id} needs ${name}, which nothing checks`);
    return need({ input, process: working.process, pod, findings: working.findings });
  });
  return {
    prerequisites: met.map(({ prerequisite }) => prerequisite),
    affects: [...(task.fix.affects ?? []), ...met.flatMap(({ affects = [] }) => affects)],
  };
}
