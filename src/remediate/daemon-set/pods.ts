import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { ClusterObjects } from '../durable/cluster.ts';
import { nodeName } from '../durable/own-node.ts';
import { cgroupOf } from '../transaction/processes.ts';

const PodSchema = Type.Object({
  metadata: Type.Object({
    name: Type.String(),
    uid: Type.String(),
    deletionTimestamp: Type.Optional(Type.String()),
    ownerReferences: Type.Optional(
      Type.Array(
        Type.Object({
          kind: Type.String(),
          name: Type.String(),
          controller: Type.Optional(Type.Boolean()),
        }),
      ),
    ),
  }),
  spec: Type.Object({
    containers: Type.Array(
      Type.Object({
        imagePullPolicy: Type.Optional(Type.String()),
        volumeMounts: Type.Optional(
          Type.Array(
            Type.Object({
              name: Type.String(),
              mountPath: Type.String(),
              subPath: Type.Optional(Type.String()),
              subPathExpr: Type.Optional(Type.String()),
            }),
          ),
        ),
      }),
    ),
    volumes: Type.Optional(
      Type.Array(
        Type.Object({
          name: Type.String(),
          configMap: Type.Optional(
            Type.Object({
              name: Type.String(),
              items: Type.Optional(Type.Array(Type.Object({ key: Type.String(), path: Type.String() }))),
            }),
          ),
        }),
      ),
    ),
  }),
});
/** What is looked at of a Pod. */
export type Pod = Static<typeof PodSchema>;

export const PODS = '/api/v1/namespaces/kube-system/pods';

/** Pods of kube-system on the node of this name, as its kubelet registered it; why they are not known, in words. */
export async function podsHere(cluster: ClusterObjects, hostname: string): Promise<readonly Pod[] | string> {
  const node = nodeName(hostname);
  const listed = await cluster.list(
    `${PODS}?fieldSelector=spec.nodeName=${encodeURIComponent(node)}`,
    'objects',
  );
  if (listed.state === 'failed') return `Pods of kube-system cannot be listed: ${listed.reason}`;
  return listed.objects.filter(isPod);
}

function isPod(object: unknown): object is Pod {
  return Check(PodSchema, object);
}

/**
 * The Pod that a process runs in: every container runtime names its uid in the control group, with dashes or, under
 * systemd, underscores. A uid is in one cluster only, so this also tells that the cluster is that of this node.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubelet/cm/pod_container_manager_linux.go GetPodContainerName
 */
export function podOfProcess(pods: readonly Pod[], pid: number): Pod | null {
  const cgroup = cgroupOf(pid).replaceAll('_', '-');
  return pods.find(({ metadata }) => cgroup.includes(`pod${metadata.uid}`)) ?? null;
}

/** The DaemonSet that made a Pod and would make it again; null when none did. */
export function daemonSetOf({ metadata }: Pod): string | null {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  return owner?.kind === 'DaemonSet' ? owner.name : null;
}
