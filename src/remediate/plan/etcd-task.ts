import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { elsewhere } from './by-hand.ts';
import { authorityEdits } from './etcd-authority.ts';
import { withEtcdEdit } from './etcd-edit.ts';
import { etcdSetting } from './etcd-settings.ts';
import { type FlagEdit, flagEdits } from './flag-edits.ts';
import { alreadySet, NotNow, type PlanInput, type Task } from './input.ts';
import { fileIsThere } from './named-file.ts';
import { checkTurns, predicted } from './predict.ts';
import { checkNeeds, type Working, withTask } from './working.ts';

/** A task on an etcd that no static Pod manifest starts: keys of its configuration file, else variables of its unit. */
export function addEtcdTask(input: PlanInput, working: Working, task: Task): Working {
  const { process } = working;
  refuseElsewhere(input, process, flagEdits(task.rule, task.fix, valueIfPresent(process.argv) ?? []));
  const edits = [
    ...flagEdits(task.rule, task.fix, valueIfPresent(process.argv) ?? []),
    ...authorityEdits(input, process, null, task),
  ].filter(({ flag, value }) => String(etcdSetting(process, flag)) !== value);
  const byHand = `where etcd gets its settings: ${edits.map(({ flag, value }) => `${flag} ${value}`).join(', ')}`;
  if (edits.length === 0) throw alreadySet(task, 'The settings are as this rule wants them');
  const seen = edits.flatMap((edit) => fileIsThere(input, edit));
  const next = edits.reduce((so, edit) => withEtcdEdit(input, null, so, edit), working);
  const met = checkNeeds(input, task, next, null);
  const findings = predicted(input, next.process);
  checkTurns(task, working.findings, findings, seen.length > 0, byHand);
  return withTask(next, task, findings, met, seen);
}

/** Files of a container are not those of the node, and whoever runs it writes them. */
export function refuseElsewhere(input: PlanInput, process: ProcessFacts, edits: readonly FlagEdit[]): void {
  const byHand = elsewhere(process, input.report.node.distribution, edits);
  if (process.container !== null)
    throw new NotNow(
      'explain',
      `etcd (pid ${process.pid}) runs in a container that no static Pod manifest starts.`,
      byHand,
    );
  if (process.environment.state !== 'present')
    throw new NotNow('refused', `The environment of etcd (pid ${process.pid}) could not be read.`, byHand);
}
