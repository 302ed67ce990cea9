import type { PodSpec } from '../../model/cluster/workloads.ts';
import {
  type ContainerHere,
  containersHere,
  kernelStatesIn,
  nameOfContainer,
} from '../proving/containers-here.ts';
import { isWitness, open, type ProofContext, predicted, type Question } from '../proving/context.ts';
import { startOf } from '../proving/questions.ts';

/** Both clocks are those of the kernel, but what they count from is told to the second. */
const CLOCKS_MS = 2_000;

/**
 * Whether containers without a profile have a filter. Those that started before the kubelet have what an earlier one
 * gave them. A filter where none is given may be the program's own.
 */
export const containersAreConfined: Question = (context) => {
  const ours = predicted(context, 'seccomp-default');
  if (isWitness(ours)) return ours;
  const seen = startedByThis(context).filter(
    ({ state, ...here }) => state.seccomp !== undefined && saysNothingOfSeccomp(here),
  );
  const free = seen.find(({ state }) => state.seccomp === 0);
  const shown = free ?? seen[0];
  if (shown === undefined)
    return open('No container without a profile of its own was seen to start after the kubelet.');
  const name = `The ${nameOfContainer(shown)}, for which nobody asks for a profile,`;
  if (free === undefined && ours.value !== true) return open(`${name} has a filter, which may be its own.`);
  return {
    predicted: ours.value === true ? 'filtered' : 'free',
    observed: free === undefined ? 'filtered' : 'free',
    sentence: `${name} has Seccomp ${shown.state.seccomp}.`,
  };
};

/**
 * Whether the cgroups of Pods have the limit. A kubelet writes it when it makes one, and never again.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubelet/cm/pod_container_manager_linux.go EnsureExists
 */
export const podsHaveLimit: Question = (context) => {
  const ours = predicted(context, 'pod-max-pids');
  if (isWitness(ours)) return ours;
  const limit = typeof ours.value === 'number' && ours.value > 0 ? String(ours.value) : 'max';
  const seen = startedByThis(context).filter(
    (here) => here.state.podPids !== undefined && isNew(here, context),
  );
  const shown = seen.find(({ state }) => state.podPids !== limit) ?? seen[0];
  if (shown === undefined) return open('No Pod was seen whose cgroup was made after the kubelet started.');
  const { workload, pod, state } = shown;
  const sentence = `The cgroup of Pod ${workload.namespace}/${pod.name} has pids.max ${state.podPids}.`;
  if (limit === 'max' && state.podPids !== limit)
    return open(`${sentence} The kubelet is not said to set one.`);
  return { predicted: limit, observed: state.podPids ?? null, sentence };
};

type Seen = ContainerHere & { state: NonNullable<ContainerHere['state']> };

/** Containers that started after the kubelet. Programs with a kernel of their own show nothing of theirs to ours. */
function startedByThis({ process, cluster, all }: ProofContext): Seen[] {
  if (cluster === null) return [];
  const states = kernelStatesIn(all);
  return cluster.workloads
    .flatMap((workload) => containersHere(workload, cluster, states))
    .filter((here): here is Seen => here.state !== null && here.spec.runtimeClass === undefined)
    .filter(({ state }) => Date.parse(state.startedAt ?? '') > startOf(process) + CLOCKS_MS);
}

function saysNothingOfSeccomp({ container, spec }: Pick<ContainerHere, 'container' | 'spec'>): boolean {
  const { privileged, seccomp, seccompAnnotation } = container;
  const said: (keyof PodSpec)[] = ['seccomp', 'seccompAnnotation'];
  return (
    !privileged &&
    seccomp === undefined &&
    seccompAnnotation === undefined &&
    said.every((one) => spec[one] === undefined)
  );
}

/** A container may be newer than the cgroup of its Pod, and the mirror of a static Pod newer than either. */
function isNew({ workload, pod }: ContainerHere, { process }: ProofContext): boolean {
  return !workload.staticPod && Date.parse(pod.acknowledgedAt ?? '') > startOf(process) + CLOCKS_MS;
}
