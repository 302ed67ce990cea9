import type { LeftAlone } from '../../model/left-alone.ts';
import type { Fix } from '../../model/rule.ts';
import { applyOperations } from '../editors/index.ts';
import { unifiedDiff } from '../plan/diff.ts';
import { NotNow, orNotNow, type Task } from '../plan/input.ts';
import type { Contents, FileChange, FilesInput, FilesRepair, Judged } from './input.ts';
import { checkFilesNeeds } from './needs.ts';
import { operationsFor } from './operations.ts';
import { checkOthers, plannedBy, sameTarget } from './targets.ts';

export type { Contents, FilesRepair } from './input.ts';

const UNKNOWN: Fix = { level: 'explain', lockOut: 'high', why: 'This rule does not say how it is repaired.' };

interface State {
  readonly files: Contents;
  /** By every rule on components. */
  readonly judged: Judged;
  readonly done: readonly { task: Task; paths: readonly string[] }[];
}

/**
 * Repairs what fails in files that nothing runs yet, task by task: each edit is judged again before it is kept, must turn
 * its finding and turn nothing else bad. Writes nothing.
 */
export function repairFiles(input: FilesInput): FilesRepair {
  const tasks = tasksOf(input);
  let state: State = { files: input.files, judged: input.judge(input.files), done: [] };
  let waiting = tasks.filter((task) => isRepaired(task, input)).sort((one, other) => rank(one) - rank(other));
  let refused = new Map<Task, NotNow>();
  for (let before = waiting.length + 1; waiting.length > 0 && waiting.length < before; ) {
    before = waiting.length;
    refused = new Map();
    for (const task of waiting) {
      const next = tried(input, state, task);
      if (next instanceof NotNow) refused.set(task, next);
      else state = next;
    }
    waiting = [...refused.keys()];
  }
  const left = tasks.flatMap((task) => {
    const why = refused.get(task) ?? (isRepaired(task, input) ? null : whyNot(task));
    return why === null ? [] : [leftAlone(task, why)];
  });
  return { changes: changesOf(input.files, state), left };
}

function tasksOf({ report, rules }: FilesInput): Task[] {
  return report.findings
    .filter(({ status }) => status === 'fail')
    .flatMap((finding) => {
      const rule = rules.find(({ id }) => id === finding.rule);
      if (rule === undefined) return [];
      const control = finding.controls[0]?.control ?? null;
      return [{ finding, rule, fix: rule.remediation.fix ?? UNKNOWN, control }];
    });
}

/** What others need comes first. */
function rank({ fix, rule }: Task): number {
  return (fix.level === 'safe' ? 0 : 2) + (rule.id === 'kubelet-client-ca' ? 0 : 1);
}

function isRepaired({ finding, fix, rule }: Task, { consented }: FilesInput): boolean {
  if (finding.target.kind !== 'file' || fix.level === 'explain') return false;
  return fix.level === 'safe' || consented.has(rule.id);
}

function whyNot({ finding, fix, rule }: Task): NotNow {
  if (fix.level === 'consent' && finding.target.kind === 'file') {
    const notices = fix.affects?.[0] ?? rule.remediation.disruption;
    return new NotNow('consent', notices, `--allow ${rule.id}`);
  }
  return new NotNow('explain', fix.why ?? rule.remediation.disruption, `kubetrue explain ${rule.id}`);
}

function leftAlone({ finding, rule, control }: Task, { kind, message, byHand }: NotNow): LeftAlone {
  const [place] = finding.locations ?? [];
  return {
    rule: rule.id,
    control,
    path: place?.path ?? '',
    line: place?.line ?? 1,
    kind,
    reason: message,
    byHand,
  };
}

function tried(input: FilesInput, state: State, task: Task): State | NotNow {
  try {
    return repaired(input, state, task);
  } catch (error) {
    if (error instanceof NotNow) return error;
    throw error;
  }
}

function repaired(input: FilesInput, state: State, task: Task): State {
  const { snapshot, report } = state.judged;
  const now = report.findings.find((one) => sameTarget(one, task.finding) && one.rule === task.rule.id);
  if (now?.status === 'pass') return { ...state, done: [...state.done, { task, paths: [] }] };
  const process = plannedBy(snapshot, now ?? task.finding);
  if (process?.planned === undefined)
    throw new NotNow('refused', 'What the file would start is not there any more.');
  checkFilesNeeds(
    task,
    process,
    report.findings.filter((one) => sameTarget(one, task.finding)),
  );
  const operations = operationsFor(process, process.planned, task);
  if (operations.length === 0)
    throw new NotNow(
      'explain',
      `It is as this rule sets it, and yet: ${task.finding.reason}`,
      `kubetrue explain ${task.rule.id}`,
    );
  const files = new Map(state.files);
  for (const { path, operation } of operations) {
    const refusal = input.refusal(path);
    if (refusal !== null) throw new NotNow('refused', `${path}: ${refusal.why}.`, refusal.byHand);
    const bytes = files.get(path);
    if (bytes === undefined) throw new NotNow('refused', `${path} is none of the files.`);
    files.set(
      path,
      orNotNow(() => applyOperations(path, bytes, [operation])),
    );
  }
  const judged = input.judge(files);
  checkOthers(task, report, judged.report);
  const paths = [...new Set(operations.map(({ path }) => path))];
  return { files, judged, done: [...state.done, { task, paths }] };
}

function changesOf(before: Contents, { files, done }: State): FileChange[] {
  return [...files].flatMap(([path, after]) => {
    const old = before.get(path);
    if (old === undefined || old.equals(after)) return [];
    const rules = done
      .filter(({ paths }) => paths.includes(path))
      .map(({ task: { rule, control } }) => ({ rule: rule.id, control }));
    const diff = unifiedDiff(path, old.toString('utf8'), after.toString('utf8'));
    return [{ path, before: old, after, rules: unique(rules), diff }];
  });
}

function unique(rules: FileChange['rules']): FileChange['rules'] {
  return [...new Map(rules.map((one) => [one.rule, one])).values()];
}
