import { withCluster } from '../../src/cli/rules/cases/with-cluster.ts';
import { CLUSTER_PROPERTIES } from '../../src/components/cluster/properties.ts';
import type { Parameters, Property, PropertyItem } from '../../src/components/subject.ts';
import type { ProcessFacts, Snapshot } from '../../src/model/snapshot.ts';

export interface AskedCluster {
  /** In the words of a case. */
  cluster: object;
  parameters?: Parameters;
  /** What runs on the node of the scan, which is called `node-1`. */
  processes?: readonly ProcessFacts[];
  distribution?: string;
}

/** What a property tells of a cluster. */
export function clusterProperty(name: string, asked: AskedCluster): Property {
  const { cluster, parameters = {}, processes = [], distribution = 'kubeadm' } = asked;
  const node = { name: 'node-1', distribution };
  const snapshot = withCluster({ node, processes } as unknown as Snapshot, cluster);
  const facts = snapshot.cluster;
  if (facts?.state !== 'asked') throw new Error('no facts');
  const property = CLUSTER_PROPERTIES[name];
  if (property === undefined) throw new Error(`no property ${name}`);
  return property({ facts, snapshot, parameters });
}

/** Its items; throws the verdict of one that needs none. */
export function clusterItems(name: string, asked: AskedCluster): readonly PropertyItem[] {
  const property = clusterProperty(name, asked);
  if (property.state !== 'items') throw new Error(property.verdict.reason);
  return property.items;
}

/** What is said of each item: its value, or `unknown`. */
export function saidOf(items: readonly PropertyItem[], attribute: string): string[] {
  return items.map(({ attributes, unknown }) =>
    unknown?.[attribute] === undefined ? String(attributes[attribute]) : 'unknown',
  );
}
