import type { Workload } from '../../../model/cluster/workloads.ts';
import type { ClusterFacts } from '../../../model/cluster.ts';
import type { Settled } from '../../settled.ts';
import type { PropertyItem } from '../../subject.ts';
import { apiOrigin, type ClusterProperty, needing } from '../view.ts';
import { builtInEngine } from './built-in.ts';
import { ENGINES, type Enforces, type NetworkEngine } from './engines.ts';

/** What enforces NetworkPolicies. One engine that does is enough: Calico often stands beside Flannel. */
export const networkEngines: ClusterProperty = needing(['daemonsets', 'pods'], (view) => {
  const found = enginesIn(view.facts);
  const builtIn = builtInEngine(view);
  const deciding =
    [found.filter(isOf('yes')), found.filter(isOf('unknown'))].find(({ length }) => length > 0) ??
    (builtIn === null ? found : []);
  const names = deciding.map(({ engine }) => engine.name).join(', ');
  return {
    state: 'items',
    items: deciding.map(itemOf),
    virtue: () => `${names} enforces NetworkPolicies.`,
    none: builtIn === null ? noneIn(view.facts) : { status: 'unknown', reason: builtIn },
  };
});

interface Found {
  engine: NetworkEngine;
  enforces: Enforces;
}

function isOf(wanted: Enforces): (found: Found) => boolean {
  return ({ enforces }) => enforces === wanted;
}

function enginesIn(facts: ClusterFacts): Found[] {
  const daemonSets = facts.workloads.filter(({ kind }) => kind === 'DaemonSet');
  return ENGINES.flatMap((engine) => {
    const verdicts = daemonSets.flatMap((one) => enforcements(engine, one, facts));
    const enforces = (['no', 'unknown', 'yes'] as const).find((one) => verdicts.includes(one));
    return enforces === undefined ? [] : [{ engine, enforces }];
  });
}

/** Whether an engine enforces by each of its images in a DaemonSet; of several versions the weakest counts. */
function enforcements(engine: NetworkEngine, daemonSet: Workload, facts: ClusterFacts): Enforces[] {
  const { enforces, images, daemonSets = [] } = engine;
  const tags = daemonSet.variants
    .flatMap(({ spec }) => facts.podSpecs[spec]?.containers ?? [])
    .map(({ image }) => partsOf(image))
    .filter(({ name }) => images.some((part) => name === part || name.endsWith(`/${part}`)))
    .map(({ tag }) => tag);
  const isNamed = daemonSets.includes(`${daemonSet.namespace}/${daemonSet.name}`);
  return [...tags, ...(isNamed ? [''] : [])].map((tag) =>
    typeof enforces === 'function' ? enforces(tag) : enforces,
  );
}

function partsOf(image: string): { name: string; tag: string } {
  const [, name = '', tag = ''] = /^(.*?)(?::([^/@]*))?(?:@.*)?$/.exec(image) ?? [];
  return { name, tag };
}

function noneIn({ workloads }: ClusterFacts): Settled {
  const isPlain = workloads.every(
    ({ kind, name, namespace }) =>
      kind !== 'DaemonSet' || (namespace === 'kube-system' && name === 'kube-proxy'),
  );
  const known = 'No DaemonSet is of a network engine known here to enforce NetworkPolicies';
  if (!isPlain) return { status: 'unknown', reason: `${known}.` };
  return {
    status: 'fail',
    reason: `${known} (there is none but kube-proxy, so Pods get a plain CNI plug-in, which enforces none).`,
  };
}

function itemOf({ engine: { name, doubt = '' }, enforces }: Found): PropertyItem {
  return {
    label: name,
    attributes: { enforcesPolicies: enforces },
    origin: apiOrigin('daemonsets'),
    defects: {
      enforcesPolicies: `${name} alone does not enforce NetworkPolicies: they are stored and have no effect.`,
    },
    ...(enforces === 'unknown'
      ? { unknown: { enforcesPolicies: `Whether ${name} enforces NetworkPolicies is not known: ${doubt}.` } }
      : {}),
  };
}
