import type { ClusterFacts } from '../../model/cluster.ts';
import type { PropertyItem } from '../subject.ts';
import { apiOrigin, type ClusterProperty, count, needing } from './view.ts';

/** A program that brings secrets of an outside store to Pods. */
interface Store {
  name: string;
  /** Definitions of objects of which it has at least one when it is in use. */
  definitions: readonly string[];
  /** Its CSI driver, if it works by one. */
  driver?: string;
}

const STORES: readonly Store[] = [
  {
    name: 'Secrets Store CSI driver',
    definitions: ['secretproviderclasses.secrets-store.csi.x-k8s.io'],
    driver: 'secrets-store.csi.k8s.io',
  },
  {
    name: 'External Secrets',
    definitions: ['externalsecrets.external-secrets.io', 'clusterexternalsecrets.external-secrets.io'],
  },
  {
    name: 'Vault Secrets Operator',
    definitions: ['vaultstaticsecrets.secrets.hashicorp.com', 'vaultdynamicsecrets.secrets.hashicorp.com'],
  },
];

/** Stores of secrets outside the cluster. */
export const externalSecretStores: ClusterProperty = needing(
  ['csidrivers', 'customresourcedefinitions'],
  ({ facts }) => {
    const items = STORES.flatMap((store) => itemOf(store, facts));
    return {
      state: 'items',
      items,
      virtue: () => `${items.map(({ label }) => label).join(', ')} in use.`,
      none: {
        status: 'manual',
        reason:
          'No external store of secrets was found. Whether the secrets of this cluster need one is for a person to say: look at what its Secrets hold and who may read them.',
      },
    };
  },
);

function itemOf({ name, definitions, driver }: Store, facts: ClusterFacts): PropertyItem[] {
  const objects = facts.customResources
    .filter(({ definition }) => definitions.includes(definition))
    .reduce((sum, one) => sum + (one.count ?? 0), 0);
  if (objects === 0 || (driver !== undefined && !facts.csiDrivers.includes(driver))) return [];
  const label = `${name}, ${count(objects, 'object')}`;
  return [{ label, attributes: { external: 'yes' }, origin: apiOrigin('customresourcedefinitions') }];
}
