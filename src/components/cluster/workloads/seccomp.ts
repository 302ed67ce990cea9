import type { Node } from '../../../model/cluster/objects.ts';
import type { Container, PodSpec } from '../../../model/cluster/workloads.ts';
import type { Evidence } from '../../../model/finding.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { EffectiveSetting } from '../../effective-setting.ts';
import { judgedKubelet } from '../../kubelet/judged.ts';
import { nodeSettings } from '../node-settings.ts';
import { serverMinor } from '../server-minor.ts';
import type { ClusterView } from '../view.ts';
import { containers, onLinux } from './containers.ts';
import type { PodRule } from './judged-workloads.ts';

/**
 * The last minor whose API server makes fields of the annotations of new Pods; kubelets go by the fields.
 * https://github.com/kubernetes/kubernetes/blob/v1.26.15/pkg/registry/core/pod/strategy.go applySeccompVersionSkew
 */
const LAST_WITH_ANNOTATIONS = 26;

const CONFINED = new Set(['RuntimeDefault', 'Localhost']);

/** What is wrong with the seccomp profile of a container; null when nothing. */
export type SeccompDefect = (container: Container, spec: PodSpec) => string | null;

/** By what decides about profiles in this cluster. Where it is not known whether annotations count, both must do. */
export function seccompDefectIn(view: ClusterView): SeccompDefect {
  const { least, most } = serverMinor(view.facts);
  const readings = [
    ...(least <= LAST_WITH_ANNOTATIONS ? [annotated] : []),
    ...(most > LAST_WITH_ANNOTATIONS ? [byFields] : []),
  ];
  const isDefault = seccompDefaults(view).counted;
  return (container, spec) => {
    if (container.privileged) return 'is privileged and so unconfined by seccomp';
    const types = readings.map((read) => read(container, spec) ?? (isDefault ? 'RuntimeDefault' : null));
    const lax = types.find((type) => type === null || !CONFINED.has(type));
    if (lax === undefined) return null;
    return lax === null ? 'has no seccomp profile' : `has the seccomp profile ${lax}`;
  };
}

type Reading = (container: Container, spec: PodSpec) => string | undefined;

const byFields: Reading = (container, spec) => container.seccomp ?? spec.seccomp;

const annotated: Reading = (container, spec) =>
  container.seccomp ??
  fromAnnotation(container.seccompAnnotation) ??
  spec.seccomp ??
  fromAnnotation(spec.seccompAnnotation);

function fromAnnotation(value: string | undefined): string | undefined {
  if (value === 'runtime/default' || value === 'docker/default') return 'RuntimeDefault';
  if (value === 'unconfined') return 'Unconfined';
  return value?.startsWith('localhost/') ? 'Localhost' : undefined;
}

/** Each container has a profile; one that names none has that of its kubelet's seccompDefault, if it is on everywhere. */
export function seccompProfiles(view: ClusterView): PodRule {
  const check = onLinux(containers(seccompDefectIn(view)));
  return { check, holds: 'every container has a seccomp profile', evidence: seccompDefaults(view).evidence };
}

/** seccompDefault of the kubelet of this node, which counts if no Pod can be placed on another one. */
export function seccompDefaults({ facts, snapshot }: ClusterView): {
  counted: boolean;
  evidence: Evidence[];
} {
  const settings = nodeSettings(judgedKubelet, snapshot, 'seccomp-default');
  const isOnly =
    facts.kinds.nodes?.state === 'listed' && facts.nodes.length === 1 && isNamed(snapshot, facts.nodes[0]);
  const counted = isOnly && settings.length > 0 && settings.every((one) => one?.value === true);
  const note = isOnly
    ? 'This node is the only one of the cluster, so that it decides for containers without a profile.'
    : 'It does not count, because Pods may be placed on other nodes.';
  return { counted, evidence: settings.flatMap((one) => (one === null ? [] : [evidenceOf(one, note)])) };
}

/** A kubelet registers under the name of its host, in small letters, or the one that it is told. */
function isNamed(snapshot: Snapshot, node: Node | undefined): boolean {
  return nodeSettings(judgedKubelet, snapshot, 'hostname-override').every((one) => {
    const name = typeof one?.value === 'string' && one.value !== '' ? one.value : snapshot.node.name;
    return name.trim().toLowerCase() === node?.name;
  });
}

function evidenceOf({ value, origin, overrides }: EffectiveSetting, note: string): Evidence {
  return { setting: 'seccomp-default of the kubelet here', value, origin, overrides, note };
}
