import type { PropertyItem } from '../subject.ts';
import { exemptIn } from './exempt.ts';
import { apiOrigin, type ClusterProperty, count, needing } from './view.ts';
import { runningIn, WORKLOAD_KINDS } from './workloads/judged-workloads.ts';

/** Namespaces with workloads: whether they separate what should be apart is for a person to say. */
export const namespacesInUse: ClusterProperty = needing(
  ['namespaces', ...WORKLOAD_KINDS],
  ({ facts, parameters }) => {
    const exempt = exemptIn(parameters);
    const workloads = runningIn(facts).filter(({ namespace }) => !exempt.has(namespace));
    const byNamespace = [...Map.groupBy(workloads, ({ namespace }) => namespace)];
    const isOne = byNamespace.length === 1 && workloads.length > 1;
    return {
      state: 'items',
      items: byNamespace.map(([name, list]) => itemOf(name, list.length, isOne)),
      virtue: () =>
        `${count(byNamespace.length, 'namespace')} hold the site's workloads. Whether they keep apart what should be apart is for a person to say.`,
      none: {
        status: 'not-applicable',
        reason: exempt.outside === '' ? 'There is no workload.' : `No workload is${exempt.outside}.`,
      },
    };
  },
);

function itemOf(name: string, workloads: number, isOne: boolean): PropertyItem {
  const number = count(workloads, 'workload');
  return {
    label: `Namespace ${name}`,
    attributes: { shared: isOne || name === 'default' ? 'yes' : 'no', workloads },
    origin: apiOrigin('namespaces'),
    defects: {
      shared:
        name === 'default'
          ? `${number} in the namespace default.`
          : `All ${number} of the site share the namespace ${name}.`,
    },
    note: `${number}.`,
  };
}
