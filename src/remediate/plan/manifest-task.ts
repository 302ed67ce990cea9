import { dirname } from 'node:path/posix';
import { valueIfPresent } from '../../model/fact.ts';
import type { Change, Operation } from '../../model/plan.ts';
import { flagsText } from './by-hand.ts';
import { refuseDecidedByFile } from './decided-by-file.ts';
import { durableManifest, type MountWanted } from './durable.ts';
import { authorityEdits } from './etcd-authority.ts';
import { type FlagEdit, flagEdits, lastValue } from './flag-edits.ts';
import { alreadySet, NotNow, type PlanInput, type Task } from './input.ts';
import { patchesOver } from './kubeadm-patches.ts';
import { checkTurns, predicted, withFlags } from './predict.ts';
import { hostPathOf, type StaticPod } from './static-pod.ts';
import { checkNeeds, edited, type Working, withOperations, withTask } from './working.ts';

/** A task on a component that a static Pod manifest starts, added to what is planned for it. */
export function addManifestTask(input: PlanInput, pod: StaticPod, working: Working, task: Task): Working {
  const argv = valueIfPresent(working.process.argv) ?? [];
  const wanted = flagEdits(task.rule, task.fix, argv);
  refuseDecidedByFile(task, working.process.component, argv, pod);
  const authorities = authorityEdits(input, working.process, pod, task);
  const edits = [...wanted, ...authorities].filter(
    ({ flag, value }) => lastValue(argv, flag) !== (value ?? undefined),
  );
  const byHand = `in ${pod.path}: ${flagsText(edits)}`;
  if (edits.length === 0) throw alreadySet(task, 'The flags are as this rule sets them');
  const named = withFlags(working.process, authorities);
  const met = checkNeeds(input, task, { ...working, process: named }, pod);
  const paths = pathsOf(input, pod, task, edits);
  const process = withFlags(working.process, edits);
  const findings = predicted(input, process);
  checkTurns(task, working.findings, findings, paths.named, byHand);
  const operations = withOperations(working.operations, pod.file, [
    ...paths.mounts.map((mount) => ({ kind: 'manifest-mount' as const, container: pod.container, ...mount })),
    ...edits.map((edit): Operation => ({ kind: 'manifest-flag', container: pod.container, ...edit })),
  ]);
  edited(pod.file, operations.get(pod.path)?.list ?? []);
  const { distribution, kubernetes } = input.report.node;
  const durable = [
    ...working.durable,
    ...durableManifest(distribution, kubernetes, process.component, argv, edits, paths.mounts),
    ...patchesOver(input.files, distribution, {
      target: process.component,
      // A patch of a list of words has the whole list.
      words: [...edits.map(({ flag }) => `--${flag}`), 'command', 'args'],
      wanted: flagsText(edits),
    }),
  ];
  return withTask({ ...working, process, operations, durable }, task, findings, met, paths.seen);
}

interface Paths {
  readonly mounts: readonly MountWanted[];
  readonly seen: Change['prerequisites'];
  /** Some file is named for the first time. */
  readonly named: boolean;
}

/** Files that flags name are there and seen by the container, or their directory is mounted in the same edit. */
function pathsOf(input: PlanInput, pod: StaticPod, task: Task, edits: readonly FlagEdit[]): Paths {
  const found = edits.filter(({ value }) => value?.startsWith('/') === true);
  const mounts: MountWanted[] = [];
  const seen = found.flatMap(({ flag, value }) => {
    const path = value ?? '';
    const host = hostPathOf(pod, path);
    if (task.fix.writes?.includes(flag) === true) return written(flag, path, host, mounts);
    return [isThere(input, pod, flag, path, host)];
  });
  return { mounts, seen, named: found.length > 0 };
}

type Host = ReturnType<typeof hostPathOf>;

function written(flag: string, path: string, host: Host, mounts: MountWanted[]): Change['prerequisites'] {
  if (host === null) {
    mounts.push({ name: flag, path: dirname(path) });
    return [];
  }
  if (host.readOnly)
    throw new NotNow('prerequisite', `${path} lies in a directory that the Pod mounts read-only.`);
  return [{ what: `The directory of ${path} is mounted from the host.`, seen: host.path }];
}

function isThere(
  input: PlanInput,
  pod: StaticPod,
  flag: string,
  path: string,
  host: Host,
): Change['prerequisites'][number] {
  if (host === null) {
    throw new NotNow(
      'prerequisite',
      `${path} lies in no directory that the Pod mounts, so that --${flag} could not name it.`,
      `mount its directory in ${pod.path}, then plan again`,
    );
  }
  if (input.files.stat(host.path).state !== 'read') {
    throw new NotNow(
      'prerequisite',
      `${host.path} is not there, so that --${flag} could not name it.`,
      'put the file there, then plan again',
    );
  }
  return { what: `${path} is there and mounted into the Pod.`, seen: host.path };
}
