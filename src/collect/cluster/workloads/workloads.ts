import type { PodHere, PodSpec, PodVariant, Workload } from '../../../model/cluster/workloads.ts';
import { compareTexts, sortByName } from '../sort.ts';
import { keyOf, type Owner } from './owner.ts';
import type { PodCounts, PodGroup } from './pods.ts';
import type { SpecTable } from './spec-table.ts';
import type { Templated } from './templates.ts';

type Draft = Omit<Workload, 'variants' | 'here'> & { variants: Map<number, PodVariant>; here: PodHere[] };

export interface Judged {
  podSpecs: PodSpec[];
  workloads: Workload[];
}

/** Pods and templates brought together at their top-most owner; specs numbered in the order of the workloads. */
export function workloadsOf(
  templates: readonly Templated[],
  groups: Iterable<PodGroup>,
  specs: SpecTable,
): Judged {
  const known = new Map(templates.map((templated) => [keyOf(templated.owner), templated]));
  const drafts = new Map<string, Draft>();
  for (const templated of templates) {
    const { spec, finished } = templated;
    if (spec === null) continue;
    const draft = draftOf(drafts, topOf(templated.owner, known), known);
    if (spec === undefined) draft.notKept += finished ? 0 : 1;
    else variantOf(draft, spec).template ||= !finished;
  }
  for (const group of groups) addPods(draftOf(drafts, topOf(directOwner(group, known), known), known), group);
  return numbered([...drafts.values()].sort(compareDrafts), specs);
}

/**
 * A ReplicaSet that was made between two lists, or that the account may not list, still shows whose it is by name:
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/controller/deployment/sync.go getNewReplicaSet
 */
function directOwner({ owner, templateHash }: PodGroup, known: ReadonlyMap<string, Templated>): Owner {
  const suffix = `-${templateHash}`;
  const guess = { ...owner, kind: 'Deployment', name: owner.name.slice(0, -suffix.length) };
  const isRevision = owner.kind === 'ReplicaSet' && templateHash !== '' && owner.name.endsWith(suffix);
  return isRevision && !known.has(keyOf(owner)) && known.has(keyOf(guess)) ? guess : owner;
}

/** Kinds that are made by others, one for each revision or run. */
const MADE = new Set(['apps/ReplicaSet', '/ReplicationController', 'batch/Job']);

function topOf(owner: Owner, known: ReadonlyMap<string, Templated>): Owner {
  const controller = known.get(keyOf(owner))?.controller ?? null;
  return controller === null || !MADE.has(`${owner.group}/${owner.kind}`) ? owner : topOf(controller, known);
}

function draftOf(drafts: Map<string, Draft>, owner: Owner, known: ReadonlyMap<string, Templated>): Draft {
  const key = keyOf(owner);
  const controller = known.get(key)?.controller ?? null;
  const draft = drafts.get(key) ?? {
    ...owner,
    staticPod: false,
    ...(controller === null ? {} : { managedBy: `${kindOf(controller)}/${controller.name}` }),
    variants: new Map<number, PodVariant>(),
    notKept: 0,
    here: [],
  };
  drafts.set(key, draft);
  return draft;
}

function kindOf({ kind, group }: Owner): string {
  return group === '' ? kind : `${kind}.${group}`;
}

function variantOf({ variants }: Draft, spec: number): PodVariant {
  const variant = variants.get(spec) ?? { spec, template: false, pods: 0, ended: 0, withToken: 0 };
  variants.set(spec, variant);
  return variant;
}

function addPods(draft: Draft, { staticPod, variants, notKept, here }: PodGroup): void {
  draft.staticPod ||= staticPod;
  draft.notKept += notKept;
  draft.here.push(...here);
  for (const [spec, counts] of variants) addCounts(variantOf(draft, spec), counts);
}

function addCounts(variant: PodVariant, { pods, ended, withToken }: PodCounts): void {
  variant.pods += pods;
  variant.ended += ended;
  variant.withToken += withToken;
}

function compareDrafts(left: Draft, right: Draft): number {
  return (
    compareTexts(left.namespace, right.namespace) ||
    compareTexts(left.name, right.name) ||
    compareTexts(kindOf(left), kindOf(right))
  );
}

/** The order in which lists arrived must not show: the same cluster gives the same facts. */
function numbered(drafts: readonly Draft[], specs: SpecTable): Judged {
  const indexes = new Map<number, number>();
  const podSpecs: PodSpec[] = [];
  const number = (spec: number) => {
    const known = indexes.get(spec);
    if (known !== undefined) return known;
    const found = specs.at(spec);
    if (found === undefined) throw new Error(`spec ${spec} was never interned`);
    indexes.set(spec, podSpecs.length);
    podSpecs.push(found);
    return podSpecs.length - 1;
  };
  const numberedSpec = <T extends { spec: number }>(one: T): T => ({ ...one, spec: number(one.spec) });
  const workloads = drafts.map(({ variants, here, ...draft }) => ({
    ...draft,
    variants: [...variants.values()]
      .sort((left, right) => compareVariants(left, right, specs))
      .map(numberedSpec),
    ...(here.length === 0 ? {} : { here: sortByName(here).map(numberedSpec) }),
  }));
  return { podSpecs, workloads };
}

function compareVariants(left: PodVariant, right: PodVariant, specs: SpecTable): number {
  return (
    Number(right.template) - Number(left.template) ||
    right.pods - left.pods ||
    compareTexts(JSON.stringify(specs.at(left.spec)), JSON.stringify(specs.at(right.spec)))
  );
}
