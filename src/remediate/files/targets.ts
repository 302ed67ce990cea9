import type { Finding, Report } from '../../model/finding.ts';
import type { ProcessFacts, Snapshot } from '../../model/snapshot.ts';
import { NotNow, type Task } from '../plan/input.ts';

/** Edits move lines: what a file starts is known again by its component, file and name. */
function keyOf({ target }: Finding): string {
  if (target.kind !== 'file') return `${target.kind} ${target.component}`;
  return `${target.component} ${target.path} ${target.name ?? ''}`;
}

/** Whether two findings are about the same thing that a file would start. */
export function sameTarget(one: Finding, other: Finding): boolean {
  return keyOf(one) === keyOf(other);
}

/** What a file would start, by a finding about it. Of two that cannot be told apart neither is edited. */
export function plannedBy({ processes }: Snapshot, { target }: Finding): ProcessFacts | undefined {
  if (target.kind !== 'file') return undefined;
  const inFile = processes.filter(
    ({ component, planned }) => component === target.component && planned?.path === target.path,
  );
  if (inFile.length > 1)
    throw new NotNow('refused', `${target.path} has ${target.component} more than once.`, 'split the file');
  return inFile[0];
}

const BAD = new Set(['fail', 'error', 'conflict']);

/** Throws NotNow unless the finding of a task has turned and no other has turned bad. */
export function checkOthers(task: Task, before: Report, after: Report): void {
  const own = after.findings.find((one) => one.rule === task.rule.id && sameTarget(one, task.finding));
  if (own?.status !== 'pass' && own?.status !== 'not-applicable') {
    const why = own?.reason ?? 'it is not judged';
    throw new NotNow(
      'prerequisite',
      `The edit alone would not do: ${why}`,
      `kubetrue explain ${task.rule.id}`,
    );
  }
  for (const finding of after.findings) {
    const was = before.findings.find((one) => one.rule === finding.rule && sameTarget(one, finding));
    if (BAD.has(finding.status) && !BAD.has(was?.status ?? 'unknown'))
      throw new NotNow('prerequisite', `${finding.title} would no longer hold: ${finding.reason}`);
  }
}
