import { podSpec } from './bulk.ts';

/** A Pod as JSON, of a length that real ones have with what the API server keeps for itself. */
export function oneOfMany(number: number, perOwner: number): string {
  const owner = Math.floor(number / perOwner);
  const [namespace, name] = [`team-${owner % 500}`, `app-${owner}`];
  const reference = { apiVersion: 'apps/v1', kind: 'StatefulSet', name, uid: `${owner}`, controller: true };
  return JSON.stringify({
    metadata: {
      name: `${name}-${number % perOwner}`,
      namespace,
      ownerReferences: [reference],
      managedFields: [{ manager: 'kube-controller-manager', fieldsV1: { text: 'f'.repeat(3_000) } }],
    },
    spec: podSpec(namespace, name),
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  });
}
