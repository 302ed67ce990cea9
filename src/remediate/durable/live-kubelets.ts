import { isDeepStrictEqual } from 'node:util';
import { parseGoDuration } from '../../components/go-values.ts';
import type { SettingValue } from '../../model/finding.ts';
import type { DurableEdit } from '../../model/plan.ts';
import type { ApiObject, ClusterObjects } from './cluster.ts';
import type { Seen } from './seen.ts';

type Key = Extract<DurableEdit, { kind: 'kubelet-key' }>;

/** What the kubelet of every node says about itself at /configz, asked by way of the API server. */
export async function seenInKubelets(
  cluster: ClusterObjects,
  edits: readonly Key[],
): Promise<readonly Seen[] | string> {
  const nodes = await cluster.list('/api/v1/nodes', 'metadata');
  if (nodes.state === 'failed') return `nodes cannot be listed: ${nodes.reason}`;
  const names = nodes.objects.map(({ metadata }) => String(memberOf(metadata, 'name'))).sort();
  if (names.length === 0) return 'the cluster has no nodes';
  const seen: Seen[] = [];
  for (const node of names) seen.push(await seenOn(cluster, node, edits));
  return seen;
}

async function seenOn(cluster: ClusterObjects, node: string, edits: readonly Key[]): Promise<Seen> {
  const read = await cluster.read(`/api/v1/nodes/${encodeURIComponent(node)}/proxy/configz`);
  if (read.state !== 'read') {
    const why = read.state === 'absent' ? 'it is not there' : read.reason;
    return { node, state: 'unknown', why: `its kubelet does not show its configuration: ${why}` };
  }
  const config = memberOf(read.object, 'kubeletconfig');
  if (typeof config !== 'object' || config === null)
    return { node, state: 'unknown', why: 'its kubelet shows no configuration' };
  const taken = edits.find(({ value }) => value === null);
  if (taken !== undefined)
    return { node, state: 'unknown', why: `a kubelet does not show that ${taken.path.join('.')} is not set` };
  const other = edits.find((edit) => !isSetting(valueIn(config as ApiObject, edit.path), edit.value));
  if (other === undefined) return { node, state: 'live' };
  return {
    node,
    state: 'not live',
    why: `its kubelet does not have ${other.path.join('.')} as planned`,
  };
}

function valueIn(config: ApiObject, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => memberOf(at, name), config);
}

function memberOf(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;
}

/** Go leaves out what is zero, and writes durations in its own way. */
function isSetting(shown: unknown, value: SettingValue): boolean {
  if (shown === undefined) return value === 0 || value === false || value === '';
  if (typeof shown === 'string' && typeof value === 'string') {
    const [left, right] = [parseGoDuration(shown), parseGoDuration(value)];
    if (left !== null && right !== null) return left === right;
  }
  return isDeepStrictEqual(shown, value);
}
