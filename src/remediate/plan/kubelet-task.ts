import { valueIfPresent } from '../../model/fact.ts';
import type { SettingValue } from '../../model/finding.ts';
import { valueAt } from '../editors/config-key.ts';
import { decodeSource } from '../editors/text.ts';
import { flagsText } from './by-hand.ts';
import { durableKubelet } from './durable.ts';
import { type FlagEdit, flagEdits, lastValue } from './flag-edits.ts';
import { NotNow, type PlanInput, type Task } from './input.ts';
import { patchesOver } from './kubeadm-patches.ts';
import { configFileFor, keyOf, kubeletFlagEdits } from './kubelet-files.ts';
import { fileIsThere } from './named-file.ts';
import { editable, type OpenFile } from './node-file.ts';
import { checkTurns, predicted, withFile, withFlags } from './predict.ts';
import { checkNeeds, edited, type Working, withOperations, withPlaced, withTask } from './working.ts';

/** A task on the kubelet, added to what is planned for it: keys of its file rather than flags, where it reads one. */
export function addKubeletTask(input: PlanInput, working: Working, task: Task): Working {
  const argv = valueIfPresent(working.process.argv) ?? [];
  const edits = flagEdits(task.rule, task.fix, argv);
  const byHand = `in the configuration of the kubelet: ${flagsText(edits)}`;
  const met = checkNeeds(input, task, working, null);
  const seen = edits.flatMap((edit) => fileIsThere(input, edit));
  const next = edits.reduce((so, edit) => addEdit(input, so, task, edit), working);
  const findings = predicted(input, next.process);
  checkTurns(task, working.findings, findings, seen.length > 0, byHand);
  return withTask(next, task, findings, met, seen);
}

function addEdit(input: PlanInput, working: Working, task: Task, edit: FlagEdit): Working {
  const key = keyOf(edit.flag);
  const path = key === null ? null : configFileFor(working.process, key);
  return key === null || path === null
    ? addFlag(input, working, edit)
    : addKey(input, working, task, edit, key, path);
}

function addKey(
  input: PlanInput,
  working: Working,
  task: Task,
  edit: FlagEdit,
  key: string,
  path: string,
): Working {
  const file = fileOf(input, working, path);
  const value = typedValue(task, edit, key);
  const keys = key.split('.');
  const operations = withOperations(working.operations, file, [{ kind: 'config-key', path: keys, value }]);
  const content = input.reread('kubelet', edited(file, operations.get(file.path)?.list ?? []));
  if (content === null) throw new NotNow('refused', `${path} could not be read after the edit.`);
  const changed: Working = {
    ...working,
    operations,
    process: withFile(working.process, path, content),
    durable: [
      ...working.durable,
      ...durableKubelet(input.report.node.distribution, input.report.node.kubernetes, {
        path: keys,
        value,
        was: heldIn(file, keys),
      }),
      ...patchesOver(input.files, input.report.node.distribution, {
        target: 'kubeletconfiguration',
        words: [keys.at(-1) ?? key],
        wanted: `${key} ${JSON.stringify(value)}`,
      }),
    ],
  };
  return dropFlag(input, changed, edit.flag);
}

/** What the file gives for a key now; null: nothing. */
function heldIn(file: OpenFile, keys: readonly string[]): SettingValue {
  const value = valueAt(decodeSource(file.path, file.bytes), keys) ?? null;
  return typeof value !== 'object' || Array.isArray(value) ? (value as SettingValue) : null;
}

function fileOf(input: PlanInput, working: Working, path: string): OpenFile {
  return working.operations.get(path)?.file ?? editable(input.files, path);
}

/** A flag on the command line would win over the file. */
function dropFlag(input: PlanInput, working: Working, flag: string): Working {
  if (lastValue(valueIfPresent(working.process.argv) ?? [], flag) === undefined) return working;
  return addFlag(input, working, { flag, value: null });
}

function addFlag(input: PlanInput, working: Working, edit: FlagEdit): Working {
  const placed = kubeletFlagEdits(input, working.process, edit);
  return { ...withPlaced(working, placed), process: withFlags(working.process, [edit]) };
}

/** Rules hold lists as the flag has them, with commas. */
function typedValue({ rule }: Task, { flag, value }: FlagEdit, key: string): SettingValue {
  if (value === null) return null;
  if (key === 'tlsCipherSuites') return value.split(',');
  return rule.remediation.set[flag] ?? value;
}
