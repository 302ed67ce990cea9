import {
  answerTo,
  isWitness,
  open,
  type ProofContext,
  predicted,
  type Question,
  seen,
  seenList,
  statusOf,
  whyOpen,
} from '../../proving/context.ts';
import type { Witness } from '../../proving/witness.ts';

/** What the list of plug-ins in force says of one: `on` or `off`. */
function expected(context: ProofContext, plugin: string): string | Witness {
  const ours = predicted(context, 'admission-plugins');
  if (isWitness(ours)) return ours;
  return Array.isArray(ours.value) && ours.value.includes(plugin) ? 'on' : 'off';
}

/**
 * Every plug-in that looks at creations is counted for each of them, whatever is created. One that is not counted
 * although others that come last are is not there.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/admission/metrics/metrics.go
 */
export function pluginCounted(plugin: string): Question {
  return (context) => {
    const ours = expected(context, plugin);
    if (typeof ours !== 'string') return ours;
    const answer = answerTo(context, 'METRIC', 'counters');
    const [plugins, creations] = [seenList(answer, 'plugins'), Number(seen(answer, 'creations') ?? 0)];
    if (answer === null || plugins === null) return open(whyOpen(answer, 'METRIC'));
    const counted = plugins.includes(plugin);
    if (!counted && creations === 0) return open('Nothing was created since the start of the server.');
    return {
      predicted: ours,
      observed: counted ? 'on' : 'off',
      sentence: counted
        ? `/metrics at ${answer.address} counts requests that ${plugin} has seen.`
        : `/metrics at ${answer.address} counts ${creations} creations, and none of them was seen by ${plugin}.`,
    };
  };
}

/** A dry run that the server refuses for the plug-in's reason, or takes. */
function dryRun(
  plugin: string,
  probe: string,
  observe: (answer: NonNullable<ReturnType<typeof answerTo>>) => { on: boolean; because: string } | null,
): Question {
  return (context) => {
    const ours = expected(context, plugin);
    if (typeof ours !== 'string') return ours;
    const answer = answerTo(context, 'DRY', probe);
    const told = answer === null ? null : observe(answer);
    if (told === null) return open(whyOpen(answer, 'DRY'));
    const sentence = `A dry run at ${answer?.address ?? ''}: ${told.because}.`;
    return { predicted: ours, observed: told.on ? 'on' : 'off', sentence };
  };
}

/** @param taken status of a request that was let through */
function refusedOr(refused: string, taken: number, passed: string, refusal = 403) {
  return (answer: NonNullable<ReturnType<typeof answerTo>>) => {
    const status = statusOf(answer);
    if (status === refusal && seen(answer, 'named') === true) return { on: true, because: refused };
    return status === taken ? { on: false, because: passed } : null;
  };
}

export const pulledAlways = dryRun('AlwaysPullImages', 'pod', (answer) => {
  const policy = seen(answer, 'imagePullPolicy');
  if (typeof policy !== 'string') return null;
  return { on: policy === 'Always', because: `a Pod with IfNotPresent came back with ${policy}` };
});

export const podAccount = dryRun('ServiceAccount', 'pod', (answer) => {
  const account = seen(answer, 'account');
  if (typeof account !== 'boolean') return null;
  return { on: account, because: `a Pod came back ${account ? 'with' : 'without'} a service account` };
});

export const knownNamespaces = dryRun(
  'NamespaceLifecycle',
  'configmap-in-no-namespace',
  refusedOr(
    'a ConfigMap in a namespace that is not there was refused',
    201,
    'a ConfigMap in a namespace that is not there was taken',
    404,
  ),
);

export const externalIp = dryRun(
  'DenyServiceExternalIPs',
  'service-with-external-ip',
  refusedOr(
    'a Service with an external address was refused',
    201,
    'a Service with an external address was taken',
  ),
);

export const nodeLabel = dryRun(
  'NodeRestriction',
  'label-that-restricts-nodes',
  refusedOr(
    'the kubelet may not put a node-restriction.kubernetes.io label on its node',
    200,
    'the kubelet may put a node-restriction.kubernetes.io label on its node',
  ),
);
