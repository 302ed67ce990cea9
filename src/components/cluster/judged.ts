import type { JudgedWhole } from '../whole.ts';
import { compareCluster } from './proof.ts';
import { CLUSTER_PROPERTIES } from './properties.ts';
import { missingReason } from './view.ts';

/** The cluster as its API server shows it. */
export const judgedCluster: JudgedWhole = {
  name: 'cluster',
  compare: compareCluster,
  judge: (snapshot) => {
    const { cluster } = snapshot;
    if (cluster?.state !== 'asked') {
      const origin = { kind: 'api', resource: 'cluster' } as const;
      return {
        version: '',
        outcome: 'undetermined',
        because: missingReason(cluster, snapshot.source),
        origin,
      };
    }
    return {
      version: '',
      outcome: 'starts',
      stale: [],
      setting: (name) => {
        throw new Error(`a cluster has no setting ${name}`);
      },
      property: (name, parameters) => {
        const property = CLUSTER_PROPERTIES[name];
        if (property === undefined) throw new Error(`a cluster has no property ${name}`);
        return property({ facts: cluster, snapshot, parameters });
      },
      authorities: [],
    };
  },
};
