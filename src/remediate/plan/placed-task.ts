import { valueIfPresent } from '../../model/fact.ts';
import { refuseDecidedByFile } from './decided-by-file.ts';
import { type FlagEdit, flagEdits, lastValue } from './flag-edits.ts';
import { alreadySet, type PlanInput, type Task } from './input.ts';
import { fileIsThere } from './named-file.ts';
import type { Places } from './places/place.ts';
import { checkTurns, predicted, withFlags } from './predict.ts';
import { checkNeeds, type Working, withPlaced, withTask } from './working.ts';

/** A task on a component whose flags stand in files of its distribution or its service, added to what is planned for it. */
export function addPlacedTask(input: PlanInput, places: Places, working: Working, task: Task): Working {
  const argv = valueIfPresent(working.process.argv) ?? [];
  const edits = flagEdits(task.rule, task.fix, argv).filter(
    ({ flag, value }) => lastValue(argv, flag) !== (value ?? undefined),
  );
  refuseDecidedByFile(task, working.process.component, argv, null);
  if (edits.length === 0) throw alreadySet(task, 'The flags are as this rule sets them');
  const byHand = places.byHand(edits);
  const met = checkNeeds(input, task, working, null);
  const seen = edits.flatMap((edit) => namedFile(input, task, edit));
  const process = withFlags(working.process, edits);
  const findings = predicted(input, process);
  checkTurns(task, working.findings, findings, seen.length > 0, byHand);
  const next = edits.reduce((so, edit) => withPlaced(so, places.editsFor(edit)), working);
  const durable = [...working.durable.filter(isOfOther(edits)), ...places.durable(edits)];
  return withTask({ ...next, process, durable }, task, findings, met, seen);
}

/** What is said of the same flag later counts. */
function isOfOther(edits: readonly FlagEdit[]): (one: Working['durable'][number]) => boolean {
  return ({ change }) => !edits.some(({ flag }) => change.includes(`"${flag}=`));
}

/** A file that the component writes need not be there. */
function namedFile(input: PlanInput, task: Task, edit: FlagEdit): Working['prerequisites'] {
  return task.fix.writes?.includes(edit.flag) === true ? [] : fileIsThere(input, edit);
}
