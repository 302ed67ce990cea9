import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { DurableEdit } from '../../model/plan.ts';
import { lastValue } from '../plan/flag-edits.ts';
import type { ClusterObjects } from './cluster.ts';
import type { Seen } from './seen.ts';

const Texts = Type.Optional(Type.Array(Type.String()));
const PodSchema = Type.Object({
  metadata: Type.Object({ annotations: Type.Optional(Type.Record(Type.String(), Type.String())) }),
  spec: Type.Object({
    nodeName: Type.String(),
    containers: Type.Array(
      Type.Object({
        name: Type.String(),
        command: Texts,
        args: Texts,
        volumeMounts: Type.Optional(Type.Array(Type.Object({ mountPath: Type.String() }))),
      }),
    ),
  }),
  status: Type.Object({
    conditions: Type.Optional(Type.Array(Type.Object({ type: Type.String(), status: Type.String() }))),
  }),
});
type Pod = Static<typeof PodSchema>;
type InPods = Exclude<DurableEdit, { kind: 'kubelet-key' }>;

const CONTROL_PLANES = '/api/v1/nodes?labelSelector=node-role.kubernetes.io/control-plane';
/** https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-config-mirror */
const MIRROR = 'kubernetes.io/config.mirror';

/**
 * What every control-plane node runs a component with, by the mirror Pod in which its kubelet shows the manifest that it
 * runs. kubeadm labels its Pods with the component:
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/util/staticpod/utils.go ComponentPod
 */
export async function seenInPods(
  cluster: ClusterObjects,
  component: string,
  edits: readonly InPods[],
): Promise<readonly Seen[] | string> {
  const nodes = await cluster.list(CONTROL_PLANES, 'metadata');
  if (nodes.state === 'failed') return `nodes cannot be listed: ${nodes.reason}`;
  const pods = await cluster.list(
    `/api/v1/namespaces/kube-system/pods?labelSelector=component=${component}`,
    'objects',
  );
  if (pods.state === 'failed') return `Pods of kube-system cannot be listed: ${pods.reason}`;
  const mirrors = pods.objects.filter(isPod).filter(({ metadata }) => metadata.annotations?.[MIRROR]);
  const names = nodes.objects.map(({ metadata }) => String((metadata as { name?: unknown } | null)?.name));
  const all = [...new Set([...names, ...mirrors.map(({ spec }) => spec.nodeName)])].sort();
  if (all.length === 0) return `no node shows a Pod of ${component}`;
  return all.map((node) => seenOn(node, component, mirrors, edits));
}

function isPod(object: unknown): object is Pod {
  return Check(PodSchema, object);
}

function seenOn(node: string, component: string, mirrors: readonly Pod[], edits: readonly InPods[]): Seen {
  const [pod, ...others] = mirrors.filter(({ spec }) => spec.nodeName === node);
  const unknown = (why: string): Seen => ({ node, state: 'unknown', why });
  if (pod === undefined || others.length > 0)
    return unknown(pod === undefined ? `it shows no Pod of ${component}` : `it shows more than one`);
  const ready = pod.status.conditions?.find(({ type }) => type === 'Ready')?.status;
  if (ready !== 'True') return unknown(`its Pod of ${component} is not ready`);
  const container = pod.spec.containers.find(({ name }) => name === component);
  if (container === undefined) return unknown(`its Pod has no container ${component}`);
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const mounts = (container.volumeMounts ?? []).map(({ mountPath }) => mountPath);
  const missing = edits.find((edit) => !carries(edit, words, mounts));
  if (missing === undefined) return { node, state: 'live' };
  const what = missing.kind === 'kubeadm-volume' ? `the mount of ${missing.path}` : `--${missing.name}`;
  return { node, state: 'not live', why: `its ${component} does not have ${what} as planned` };
}

function carries(edit: InPods, words: readonly string[], mounts: readonly string[]): boolean {
  if (edit.kind === 'kubeadm-volume') return mounts.includes(edit.path);
  return (lastValue(words, edit.name) ?? null) === edit.value;
}
