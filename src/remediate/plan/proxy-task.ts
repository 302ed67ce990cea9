import { keyOfFlag } from '../../components/kube-proxy/file-settings.ts';
import { changedAfterStart } from '../../components/stale.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { Finding } from '../../model/finding.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { ConfigSource } from '../daemon-set/find.ts';
import { nameOf } from '../durable/place.ts';
import { applyOperations } from '../editors/index.ts';
import { elsewhere, flagsText } from './by-hand.ts';
import { flagEdits, lastValue } from './flag-edits.ts';
import { isAbout, NotNow, orNotNow, type PlanInput, type Task } from './input.ts';
import { checkTurns, predicted, withFile } from './predict.ts';
import { checkNeeds, type Working, withTask } from './working.ts';

/**
 * A task on a kube-proxy that a DaemonSet runs, added to what is planned for it: keys of the file that its Pods mount
 * from a ConfigMap, beside which flags are void.
 */
export function addProxyTask(input: PlanInput, working: Working, task: Task): Working {
  const { process } = working;
  const argv = valueIfPresent(process.argv) ?? [];
  const edits = flagEdits(task.rule, task.fix, argv);
  const file = lastValue(argv, 'config');
  if (file === undefined) throw flagsCount(input, process, edits);
  const keys = edits.map(({ flag, value }) => ({ key: keyOfFlag(flag), value }));
  const byHand = `in the file of kube-proxy, ${file}, and what it is made from: ${flagsText(edits)} by its keys (${keys.map(({ key }) => key ?? 'none').join(', ')}); then restart it`;
  const source = working.source?.of ?? foundSource(input, process, byHand);
  const list = keys.map(({ key, value }) => {
    if (key === null) throw new NotNow('explain', 'The configuration file has no such key.', byHand);
    return { kind: 'config-key' as const, path: key.split('.'), value };
  });
  const all = [...(working.source?.list ?? []), ...list];
  const bytes = orNotNow(() => applyOperations(nameOf(source), Buffer.from(source.text), all));
  const content = input.reread('kube-proxy', bytes);
  if (content === null) throw new NotNow('refused', `${file} could not be read after the edit.`, byHand);
  const met = checkNeeds(input, task, working, null);
  const next = startedAnew(input, withFile(process, file, content));
  const findings = predicted(input, next);
  checkTurns(task, working.findings, findings, false, byHand);
  const isMade = bytes.toString('utf8') === source.text;
  return withTask(
    {
      ...{ ...working, process: next, source: { of: source, list: all } },
      durable: isMade ? [] : othersOf(source),
    },
    task,
    findings,
    { ...met, affects: [...met.affects, ...pulling(source)] },
    [seen(source), ...(isMade ? [OVERTAKEN] : [])],
  );
}

/**
 * Whether a kube-proxy that is not what its file says would be, if it started anew: the ConfigMap was repaired, from
 * another node maybe, and nothing restarts for that.
 */
export function isOvertaken({ snapshot }: PlanInput, finding: Finding): boolean {
  const process = snapshot.processes.find((one) => isAbout(finding, one));
  if (process?.component !== 'kube-proxy' || finding.status !== 'conflict') return false;
  const files = Object.values(process.files).flatMap((fact) => valueIfPresent(fact) ?? []);
  return files.some((file) => changedAfterStart(process, file) !== null);
}

function startedAnew({ at }: PlanInput, process: ProcessFacts): ProcessFacts {
  const { startedAt } = process;
  return startedAt.state === 'present'
    ? { ...process, startedAt: { ...startedAt, value: at.toISOString() } }
    : process;
}

function flagsCount(
  { report }: PlanInput,
  process: ProcessFacts,
  edits: ReturnType<typeof flagEdits>,
): NotNow {
  return new NotNow(
    'explain',
    `kube-proxy (pid ${process.pid}) reads no configuration file: its flags count, which stand in what starts it.`,
    elsewhere(process, report.node.distribution, edits),
  );
}

function foundSource(input: PlanInput, process: ProcessFacts, byHand: string): ConfigSource {
  const found = input.sourceOf(process);
  if (!('why' in found)) return found;
  const why = found.why.charAt(0).toUpperCase() + found.why.slice(1);
  throw new NotNow(found.kind, `${why}.`, byHand);
}

function seen({ configMap, key, pod, file }: ConfigSource) {
  return {
    what: 'The file of kube-proxy is a text of the cluster, and the same.',
    seen: `${nameOf({ configMap })}, ${key}; at ${file} of Pod kube-system/${pod}`,
  };
}

const OVERTAKEN = {
  what: 'The text is as it is to be already, and only this process is older.',
  seen: 'nothing of it is changed',
};

function pulling({ pullsImage, pod }: ConfigSource): readonly string[] {
  return pullsImage
    ? [`The registry of its image: Pod kube-system/${pod} asks it at each start, and does not start without.`]
    : [];
}

/** The ConfigMap itself is what kubeadm makes it from again; Pods of other nodes have not read it yet. */
function othersOf({ daemonSet, nodes }: ConfigSource): Working['durable'] {
  if (nodes <= 1) return [];
  const where = `DaemonSet kube-system/${daemonSet}`;
  const change = `the Pods of the other nodes (${nodes - 1}) read it when they are replaced: fix plan and fix apply there, or kubectl -n kube-system rollout restart daemonset ${daemonSet}`;
  return [{ where, change }];
}
