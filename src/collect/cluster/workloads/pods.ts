import type { PodHere } from '../../../model/cluster/workloads.ts';
import type { Reducer } from '../api/list.ts';
import { type Raw, rawOf, textOf } from '../raw.ts';
import { podSpecOf } from '../reduce/pod-spec.ts';
import { hasToken } from '../reduce/token.ts';
import { type IsHere, podHere } from './here.ts';
import { controllerOf, keyOf, type Owner } from './owner.ts';
import type { SpecTable } from './spec-table.ts';

export interface PodCounts {
  pods: number;
  ended: number;
  withToken: number;
}

/** Pods that have the same direct owner, or one Pod of its own. */
export interface PodGroup {
  owner: Owner;
  staticPod: boolean;
  /** Label of the Deployment controller, which ends the names of its ReplicaSets. */
  templateHash: string;
  /** By index of the spec. */
  variants: Map<number, PodCounts>;
  notKept: number;
  /** Those on this machine; there are some hundreds at most. */
  here: PodHere[];
}

const MIRROR = 'kubernetes.io/config.mirror';

/** Counts Pods by owner and spec; single Pods are not kept, but those of this machine. */
export class Pods implements Reducer {
  readonly #specs: SpecTable;
  readonly #isHere: IsHere;
  #groups = new Map<string, PodGroup>();
  #page = new Map<string, PodGroup>();

  constructor(specs: SpecTable, isHere: IsHere) {
    this.#specs = specs;
    this.#isHere = isHere;
  }

  groups(): Iterable<PodGroup> {
    return this.#groups.values();
  }

  take(pod: Raw): void {
    const spec = rawOf(pod.spec);
    const group = groupIn(this.#page, belonging(pod));
    const index = this.#specs.intern(podSpecOf(spec, rawOf(pod.metadata)));
    if (index === null) group.notKept += 1;
    else {
      count(group, index, countsOf(pod));
      group.here.push(...podHere(pod, index, this.#isHere));
    }
  }

  commit(): void {
    for (const page of this.#page.values()) {
      const group = groupIn(this.#groups, page);
      group.notKept += page.notKept;
      group.here.push(...page.here);
      for (const [index, counts] of page.variants) count(group, index, counts);
    }
    this.#page = new Map();
  }

  drop(): void {
    this.#page = new Map();
  }

  reset(): void {
    this.#page = new Map();
    this.#groups = new Map();
  }
}

function countsOf(pod: Raw): PodCounts {
  const ended = hasEnded(pod);
  return { pods: 1, ended: ended ? 1 : 0, withToken: !ended && hasToken(rawOf(pod.spec)) ? 1 : 0 };
}

function groupIn(groups: Map<string, PodGroup>, { owner, staticPod, templateHash }: Belonging): PodGroup {
  const key = keyOf(owner);
  const group = groups.get(key) ?? {
    ...{ owner, staticPod, templateHash, variants: new Map<number, PodCounts>(), notKept: 0, here: [] },
  };
  groups.set(key, group);
  return group;
}

function count({ variants }: PodGroup, index: number, { pods, ended, withToken }: PodCounts): void {
  const counts = variants.get(index) ?? { pods: 0, ended: 0, withToken: 0 };
  variants.set(index, counts);
  counts.pods += pods;
  counts.ended += ended;
  counts.withToken += withToken;
}

type Belonging = Pick<PodGroup, 'owner' | 'staticPod' | 'templateHash'>;

function belonging(pod: Raw): Belonging {
  const metadata = rawOf(pod.metadata);
  const staticPod = rawOf(metadata.annotations)[MIRROR] !== undefined;
  // The controller of a mirror is its Node: pkg/kubelet/pod/mirror_client.go.
  const controller = staticPod ? null : controllerOf(pod);
  const own = { namespace: textOf(metadata.namespace), group: '', kind: 'Pod', name: textOf(metadata.name) };
  const templateHash = textOf(rawOf(metadata.labels)['pod-template-hash']);
  return { owner: controller ?? own, staticPod, templateHash };
}

function hasEnded(pod: Raw): boolean {
  return /^(Succeeded|Failed)$/.test(textOf(rawOf(pod.status).phase));
}
