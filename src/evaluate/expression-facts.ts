import type { Parameters, StartingCandidate } from '../components/subject.ts';
import type { Workload } from '../model/cluster/workloads.ts';
import type { ClusterFacts } from '../model/cluster.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { Rule } from '../model/rule.ts';
import type { ProcessFacts, Snapshot } from '../model/snapshot.ts';
import type { ExpressionFacts } from './input.ts';

/**
 * What an expression of a rule may look at, by the names it uses, each made when it is asked for: facts and nothing
 * else. What could not be read is left out, so that an expression which needs it has no value and the verdict is
 * unknown.
 */
export function expressionFacts(
  rule: Rule,
  snapshot: Snapshot,
  process: ProcessFacts | null,
  candidate: StartingCandidate,
  parameters: Parameters,
): ExpressionFacts {
  return {
    parameters: () => ({ value: parameters }),
    node: () => ({
      value: {
        name: snapshot.node.name,
        distribution: snapshot.node.distribution,
        roles: snapshot.node.roles,
        ...present('kubernetes', valueIfPresent(snapshot.node.kubernetes)),
      },
    }),
    process: () =>
      process === null
        ? { missing: 'This rule is not about a process.' }
        : { value: { ...shownProcess(process), settings: settingsOf(rule, candidate) } },
    processes: () =>
      snapshot.processesVisible.complete
        ? { value: snapshot.processes.map(shownProcess) }
        : { missing: `Not all processes could be seen: ${snapshot.processesVisible.reason}.` },
    files: () => filesOf(snapshot),
    cluster: () => clusterOf(snapshot),
  };
}

function present(name: string, value: unknown): Record<string, unknown> {
  return value === undefined || value === null ? {} : { [name]: value };
}

function shownProcess({ component, pid, version, argv }: ProcessFacts): Record<string, unknown> {
  return {
    component,
    pid,
    ...present('version', valueIfPresent(version)),
    ...present('argv', valueIfPresent(argv)),
  };
}

/** Settings that the rule lists as its evidence. One whose value cannot be told is left out. */
function settingsOf({ evidence }: Rule, candidate: StartingCandidate): Record<string, unknown> {
  const settings = evidence.map((name) => candidate.setting(name));
  return Object.fromEntries(
    settings.filter(({ undecided }) => undecided === undefined).map(({ name, value }) => [name, value]),
  );
}

/** Of a group whose files are not known nothing but its name is there: whoever looks further learns nothing. */
function filesOf({ nodeFiles }: Snapshot) {
  if (nodeFiles === undefined)
    return { missing: 'This snapshot holds no facts about the files of the node.' };
  const files = nodeFiles.files.map(({ group, path, attributes }) => ({
    group,
    path,
    present: attributes.state !== 'absent',
    ...(attributes.state === 'present' ? shownAttributes(attributes.value) : {}),
  }));
  const hidden = nodeFiles.without.filter(({ state }) => state !== 'none').map(({ group }) => ({ group }));
  const lookedAt = {
    path: new Set(files.map(({ path }) => path)),
    group: new Set([...files, ...nodeFiles.without].map(({ group }) => group)),
  };
  return { value: [...files, ...hidden], lookedAt };
}

function shownAttributes({ type, mode, uid, gid }: { type: string; mode: number; uid: number; gid: number }) {
  return { type, mode: mode.toString(8).padStart(3, '0'), uid, gid };
}

/** Lists of the facts, and the kinds of the API that fill them. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  namespaces: ['namespaces'],
  nodes: ['nodes'],
  podSpecs: ['pods', 'deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs'],
  workloads: ['pods', 'deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs'],
  serviceAccounts: ['serviceaccounts'],
  roles: ['roles', 'clusterroles'],
  bindings: ['rolebindings', 'clusterrolebindings'],
  networkPolicies: ['networkpolicies'],
  services: ['services'],
  ingresses: ['ingresses'],
  webhooks: ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
};

function clusterOf({ cluster }: Snapshot) {
  if (cluster?.state !== 'asked')
    return { missing: cluster === undefined ? 'No cluster was asked.' : cluster.reason };
  const lists = new Map<string, unknown>([...Object.entries(cluster), ['workloads', workloadsOf(cluster)]]);
  const listed = Object.entries(KINDS)
    .filter(([, kinds]) => kinds.every((kind) => cluster.kinds[kind]?.state === 'listed'))
    .map(([name]) => [name, lists.get(name)]);
  return { value: Object.fromEntries(listed) };
}

/** Without what is there for proofs alone: what is asked for must not decide a verdict. */
function workloadsOf({ workloads }: ClusterFacts): Omit<Workload, 'here'>[] {
  return workloads.map(({ here, ...workload }) => workload);
}
