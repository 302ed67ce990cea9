import { etcdSettings, type SettingSpec, variableOf } from '../../components/etcd/settings.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { SettingValue } from '../../model/finding.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { elsewhere } from './by-hand.ts';
import { authorityEdits } from './etcd-authority.ts';
import { etcdConfigFile, etcdEnvironmentFile } from './etcd-files.ts';
import { etcdSetting } from './etcd-settings.ts';
import { type FlagEdit, flagEdits, lastValue } from './flag-edits.ts';
import { alreadySet, NotNow, type PlanInput, type Task } from './input.ts';
import { fileIsThere } from './named-file.ts';
import { editable } from './node-file.ts';
import { checkTurns, predicted, withFile, withVariable } from './predict.ts';
import { checkNeeds, edited, type Working, withOperations, withTask } from './working.ts';

/** A task on an etcd that no static Pod manifest starts: keys of its configuration file, else variables of its unit. */
export function addEtcdTask(input: PlanInput, working: Working, task: Task): Working {
  const { process } = working;
  refuseElsewhere(input, process, task);
  const edits = [
    ...flagEdits(task.rule, task.fix, valueIfPresent(process.argv) ?? []),
    ...authorityEdits(input, process, null, task),
  ].filter(({ flag, value }) => String(etcdSetting(process, flag)) !== value);
  const byHand = `where etcd gets its settings: ${edits.map(({ flag, value }) => `${flag} ${value}`).join(', ')}`;
  if (edits.length === 0) throw alreadySet(task, 'The settings are as this rule wants them');
  const seen = edits.flatMap((edit) => fileIsThere(input, edit));
  const next = edits.reduce((so, edit) => addEdit(input, so, task, edit), working);
  const met = checkNeeds(input, task, next, null);
  const findings = predicted(input, next.process);
  checkTurns(task, working.findings, findings, seen.length > 0, byHand);
  return withTask(next, task, findings, met, seen);
}

/** Files of a container are not those of the node, and whoever runs it writes them. */
function refuseElsewhere(input: PlanInput, process: ProcessFacts, task: Task): void {
  const argv = valueIfPresent(process.argv) ?? [];
  const edits = flagEdits(task.rule, task.fix, argv);
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

function addEdit(input: PlanInput, working: Working, task: Task, edit: FlagEdit): Working {
  const path = etcdConfigFile(working.process);
  return path === null ? addVariable(input, working, edit) : addKey(input, working, task, edit, path);
}

function addKey(
  input: PlanInput,
  working: Working,
  task: Task,
  { flag, value }: FlagEdit,
  path: string,
): Working {
  const spec: SettingSpec | undefined = (etcdSettings as Readonly<Record<string, SettingSpec>>)[flag];
  const key = spec?.file ?? null;
  if (key === null) throw new NotNow('explain', `${path} decides, and it has no key for ${flag}.`);
  const file = working.operations.get(path)?.file ?? editable(input.files, path);
  const operations = withOperations(working.operations, file, [
    { kind: 'config-key', path: key.split('.'), value: typed(task, flag, value) },
  ]);
  const content = input.reread('etcd', edited(file, operations.get(path)?.list ?? []));
  if (content === null) throw new NotNow('refused', `${path} could not be read after the edit.`);
  return { ...working, operations, process: withContent(working.process, path, content) };
}

function withContent(
  process: ProcessFacts,
  path: string,
  content: Parameters<typeof withFile>[2],
): ProcessFacts {
  const named = Object.entries(process.files).find(
    ([, fact]) => valueIfPresent(fact)?.hostPath === path,
  )?.[0];
  return withFile(process, named ?? path, content);
}

function addVariable(input: PlanInput, working: Working, { flag, value }: FlagEdit): Working {
  const { process } = working;
  const variable = variableOf(flag);
  const byHand = elsewhere(process, input.report.node.distribution, [{ flag, value }]);
  if (lastValue(valueIfPresent(process.argv) ?? [], flag) !== undefined)
    throw new NotNow(
      'explain',
      `--${flag} stands on the command line of etcd, beside which no ${variable} may be set.`,
      byHand,
    );
  const file = etcdEnvironmentFile(input, process, variable);
  if (file === null)
    throw new NotNow(
      'explain',
      `etcd (pid ${process.pid}) is started by no static Pod manifest and no environment file that was found.`,
      byHand,
    );
  const known = working.operations.get(file.path)?.file ?? file;
  const operations = withOperations(working.operations, known, [
    { kind: 'environment-variable', variable, value },
  ]);
  edited(known, operations.get(file.path)?.list ?? []);
  return { ...working, operations, process: withVariable(process, variable, value) };
}

function typed({ rule }: Task, flag: string, value: string | null): SettingValue {
  return value === null ? null : (rule.remediation.set[flag] ?? value);
}
