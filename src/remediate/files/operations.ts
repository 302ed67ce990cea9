import { valueIfPresent } from '../../model/fact.ts';
import type { Operation } from '../../model/plan.ts';
import type { Planned, ProcessFacts } from '../../model/snapshot.ts';
import { flagsText } from '../plan/by-hand.ts';
import { type FlagEdit, flagEdits, lastValue } from '../plan/flag-edits.ts';
import { NotNow, type Task } from '../plan/input.ts';
import { configFileFor, keyOf } from '../plan/kubelet-files.ts';

/** An edit of one of the given files. */
export interface FileOperation {
  readonly path: string;
  readonly operation: Operation;
}

/** The edits by which a file would give a process what a rule asks for. Throws NotNow where there are none. */
export function operationsFor(process: ProcessFacts, planned: Planned, task: Task): readonly FileOperation[] {
  if (planned.carried !== undefined)
    throw new NotNow('refused', NOT_CARRIED, `edit ${planned.carried} in it`);
  if (planned.form.kind === 'unit') throw new NotNow('refused', NO_UNITS, 'kubetrue fix plan on the node');
  const argv = valueIfPresent(process.argv);
  if (argv === undefined) throw new NotNow('refused', 'What it starts with is not known.');
  const edits = flagEdits(task.rule, task.fix, argv);
  const { form } = planned;
  switch (form.kind) {
    case 'rancher':
      throw new NotNow('explain', NOT_OF_K3S, argumentsOf(form.key, edits));
    case 'talos':
      throw new NotNow('explain', NOT_OF_TALOS, `in ${form.section.join('.')}: ${flagsText(edits)}`);
    case 'container':
      return inContainer(planned, form.container, task, { edits: changing(edits, argv), argv });
    case 'configuration':
      return edits.map((edit) => inConfiguration(process, planned, task, edit, null));
    case 'kubeadm':
      return form.section.length === 0
        ? edits.map((edit) => inConfiguration(process, planned, task, edit, KINDS[process.component] ?? null))
        : byKubeadm(planned, form.section, task, { edits: changing(edits, argv), argv });
  }
}

const NO_UNITS = 'What a unit of systemd starts is not edited before it is in use.';

const NOT_CARRIED = 'Files that another has written to a node are not edited within it.';

const NOT_OF_K3S = 'Files of K3s and RKE2 are not edited before they are in use.';

const NOT_OF_TALOS = 'Machine configurations of Talos are not edited.';

function argumentsOf(key: string, edits: readonly FlagEdit[]): string {
  const items = edits.map(({ flag, value }) => (value === null ? `(without ${flag})` : `"${flag}=${value}"`));
  return `${key}: [${items.join(', ')}]`;
}

/** Kinds of documents in which kubeadm has the configuration files of components. */
const KINDS: Readonly<Record<string, string>> = {
  kubelet: 'KubeletConfiguration',
  'kube-proxy': 'KubeProxyConfiguration',
};

interface Wanted {
  readonly edits: readonly FlagEdit[];
  /** The words that it starts with now. */
  readonly argv: readonly string[];
}

function changing(edits: readonly FlagEdit[], argv: readonly string[]): readonly FlagEdit[] {
  return edits.filter(({ flag, value }) => lastValue(argv, flag) !== (value ?? undefined));
}

function inContainer(
  { path }: Planned,
  container: string,
  task: Task,
  { edits, argv }: Wanted,
): readonly FileOperation[] {
  refuseFiles(task, edits, argv);
  return edits.map((edit) => ({ path, operation: { kind: 'manifest-flag', container, ...edit } }));
}

function byKubeadm(
  { path }: Planned,
  section: readonly string[],
  task: Task,
  { edits, argv }: Wanted,
): readonly FileOperation[] {
  refuseFiles(task, edits, argv);
  return edits.map((edit) => ({
    path,
    operation: { kind: 'kubeadm-argument', document: 'ClusterConfiguration', section: [...section], ...edit },
  }));
}

/** Whether a file is there that a flag would name, only the node can tell, unless another flag names it already. */
function refuseFiles({ fix }: Task, edits: readonly FlagEdit[], argv: readonly string[]): void {
  const named = edits.find(({ value }) => value?.startsWith('/') === true && !isNamed(value, argv));
  if (named === undefined) return;
  const what = fix.writes?.includes(named.flag) === true ? 'its directory is mounted' : 'it is there';
  throw new NotNow(
    'prerequisite',
    `--${named.flag} would name ${named.value}, and whether ${what} no file here says.`,
    flagsText(edits),
  );
}

function isNamed(path: string, argv: readonly string[]): boolean {
  return argv.some((word) => word === path || word.endsWith(`=${path}`));
}

/** Keys of other configuration files by flag. */
const KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kube-scheduler': { profiling: 'enableProfiling' },
  'kube-proxy': { 'metrics-bind-address': 'metricsBindAddress' },
};

function inConfiguration(
  process: ProcessFacts,
  planned: Planned,
  task: Task,
  edit: FlagEdit,
  document: string | null,
): FileOperation {
  const key = process.component === 'kubelet' ? keyOf(edit.flag) : KEYS[process.component]?.[edit.flag];
  const byHand = flagsText([edit]);
  if (key == null)
    throw new NotNow('explain', `The configuration file has no key for --${edit.flag}.`, byHand);
  refuseFiles(task, [edit], valueIfPresent(process.argv) ?? []);
  if (document !== null && isFlagGiven(process, edit.flag))
    throw new NotNow(
      'explain',
      `--${edit.flag} stands in kubeletExtraArgs, which win over the file.`,
      byHand,
    );
  const value = edit.value === null ? null : typedValue(task, edit.flag, edit.value, key);
  const operation: Operation = {
    kind: 'config-key',
    path: key.split('.'),
    value,
    ...(document === null ? {} : { document }),
  };
  return { path: fileOf(process, planned, key), operation };
}

/** Words with a line are the user's; kubeadm's own have none. */
function isFlagGiven({ argv, argvOrigins }: ProcessFacts, flag: string): boolean {
  return (valueIfPresent(argv) ?? []).some(
    (word, index) => argvOrigins?.[index]?.kind === 'file' && lastValue([word], flag) !== undefined,
  );
}

/** Of the kubelet the last drop-in that has the key, else its file. */
function fileOf(process: ProcessFacts, { path }: Planned, key: string): string {
  if (process.component !== 'kubelet') return path;
  const named = configFileFor(process, key);
  const file = named === null ? undefined : valueIfPresent(process.files[named]);
  return file?.hostPath ?? path;
}

/** Rules hold lists as the flag has them, with commas. */
function typedValue({ rule }: Task, flag: string, value: string, key: string) {
  if (key === 'tlsCipherSuites') return value.split(',');
  return rule.remediation.set[flag] ?? value;
}
