import type { Ask } from '../session.ts';
import { at, isObject, jsonOf } from './keep.ts';
import type { Got, Probe, ProbeContext, Seen } from './probe.ts';

/** Objects that are sent for a dry run: the server judges them and stores nothing. */
function dryRun(
  id: string,
  as: Probe['as'],
  ask: (context: ProbeContext) => Ask | string,
  keep: Probe['keep'],
): Probe {
  return { id, method: 'DRY', level: 'deep', as, ask, keep };
}

function create(path: string, object: object): Ask {
  return { verb: 'POST', path: `${path}?dryRun=All`, body: JSON.stringify(object) };
}

function podOf({ token }: ProbeContext): object {
  const container = { name: 'probe', image: 'kubetrue.invalid/probe:1', imagePullPolicy: 'IfNotPresent' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `kubetrue-${token}` },
    spec: { containers: [container], restartPolicy: 'Never' },
  };
}

/** Words by which a refusal is recognised; the text itself is not kept. */
function refusal(pattern: RegExp): (got: Got) => Seen {
  return (got) => {
    const { message } = jsonOf(got);
    return { named: typeof message === 'string' && pattern.test(message) };
  };
}

function admittedPod(got: Got): Seen {
  const spec = at(jsonOf(got), 'spec');
  if (got.status !== 201 || !isObject(spec)) return {};
  const [container] = Array.isArray(spec.containers) ? spec.containers : [];
  const account = typeof spec.serviceAccountName === 'string' && spec.serviceAccountName !== '';
  return { account, imagePullPolicy: String(at(container, 'imagePullPolicy')) };
}

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run */
export const dryRunProbes: readonly Probe[] = [
  dryRun(
    'pod',
    ['user'],
    (context) => create('/api/v1/namespaces/default/pods', podOf(context)),
    admittedPod,
  ),
  dryRun(
    'configmap-in-no-namespace',
    ['user'],
    ({ token }) =>
      create(`/api/v1/namespaces/kubetrue-${token}/configmaps`, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'kubetrue' },
      }),
    refusal(/namespaces? .*not found/),
  ),
  dryRun(
    'service-with-external-ip',
    ['user'],
    ({ token }) =>
      create('/api/v1/namespaces/default/services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: `kubetrue-${token}` },
        // Of the block that is never routed: https://www.rfc-editor.org/rfc/rfc5737
        spec: { ports: [{ port: 1 }], externalIPs: ['192.0.2.1'] },
      }),
    refusal(/external ips? .*denied/i),
  ),
  dryRun(
    'label-that-restricts-nodes',
    ['kubelet'],
    ({ node, token }) =>
      node === null
        ? 'the name of this node is not known'
        : {
            verb: 'PATCH',
            path: `/api/v1/nodes/${encodeURIComponent(node)}?dryRun=All`,
            headers: { 'Content-Type': 'application/merge-patch+json' },
            body: JSON.stringify({
              metadata: { labels: { 'node-restriction.kubernetes.io/kubetrue': token } },
            }),
          },
    refusal(/not allowed to modify labels/),
  ),
];
