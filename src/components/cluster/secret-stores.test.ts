import { expect, it } from 'vitest';
import { clusterItems } from '../../../test/support/cluster-property.ts';

const CLASSES = 'secretproviderclasses.secrets-store.csi.x-k8s.io';
const DRIVER = 'secrets-store.csi.k8s.io';

it.each<[string, Record<string, number | null>, string[], string[]]>([
  ['nothing', {}, [], []],
  ['the CSI driver with a class', { [CLASSES]: 1 }, [DRIVER], ['Secrets Store CSI driver, 1 object']],
  ['the CSI driver without', { [CLASSES]: 0 }, [DRIVER], []],
  ['a class without the driver', { [CLASSES]: 1 }, [], []],
  [
    'External Secrets of both kinds',
    { 'externalsecrets.external-secrets.io': 2, 'clusterexternalsecrets.external-secrets.io': 1 },
    [],
    ['External Secrets, 3 objects'],
  ],
  [
    'secrets of Vault',
    { 'vaultdynamicsecrets.secrets.hashicorp.com': 1 },
    [],
    ['Vault Secrets Operator, 1 object'],
  ],
  ['what could not be listed', { 'externalsecrets.external-secrets.io': null }, [], []],
])('stores outside the cluster: %s', (...[, counts, csiDrivers, labels]) => {
  const customResources = Object.entries(counts).map(([definition, count]) => ({
    definition,
    count,
    namespaces: [],
  }));

  const items = clusterItems('secret-stores', { cluster: { csiDrivers, customResources } });

  expect(items.map(({ label }) => label)).toEqual(labels);
});
