import type { Binding, ServiceAccount, Subject } from '../../model/cluster/rbac.ts';
import type { PodSpec, PodVariant, Workload } from '../../model/cluster/workloads.ts';
import type { ClusterFacts } from '../../model/cluster.ts';
import type { PropertyItem } from '../subject.ts';
import { isBootstrapBinding } from './rbac/bootstrap.ts';
import { needingRbac, RBAC_KINDS } from './rbac/needing-rbac.ts';
import { type ClusterProperty, type ClusterView, nameOf, needing, objectOrigin } from './view.ts';
import {
  type PodRule,
  runningIn,
  runningSpecs,
  WORKLOAD_KINDS,
  workloadsBy,
} from './workloads/judged-workloads.ts';

/** The default account of every namespace: it should mount no token and hold no rights. */
export const defaultAccounts: ClusterProperty = needingRbac(
  ['rolebindings', 'clusterrolebindings'],
  needing(['namespaces', 'serviceaccounts', ...WORKLOAD_KINDS], ({ facts }) => {
    const bindings = bindingsByAccount(facts.bindings);
    const workloads = Map.groupBy(runningIn(facts), ({ namespace }) => namespace);
    const items = facts.serviceAccounts
      .filter(({ name }) => name === 'default')
      .map((account) => {
        const own = workloads.get(account.namespace) ?? [];
        const mounting = own.filter((one) => mountsTokenOf(account, runningSpecs(one, facts)));
        return defaultItem(facts, account, bindings.get(keyOf(account)) ?? [], mounting);
      });
    return {
      state: 'items',
      items,
      virtue: () => 'No default account mounts its token, holds a right or is used with a token by a Pod.',
      none: { status: 'not-applicable', reason: 'No namespace has a default account.' },
    };
  }),
);

function defaultItem(
  facts: ClusterFacts,
  account: ServiceAccount,
  bindings: readonly Binding[],
  mounting: readonly Workload[],
): PropertyItem {
  const label = nameOf('ServiceAccount', account.namespace, account.name);
  const defects = [
    ...(account.automount === false
      ? []
      : [`automountServiceAccountToken is ${account.automount === undefined ? 'not set' : 'true'}`]),
    ...bindings.map(({ kind, namespace, name }) => `${nameOf(kind, namespace, name)} gives it rights`),
    ...mounting.map(({ kind, namespace, name }) => `${nameOf(kind, namespace, name)} mounts its token`),
  ];
  return {
    label,
    attributes: { used: defects.length === 0 ? 'no' : 'yes' },
    origin: objectOrigin(facts, label, 'serviceaccounts'),
    defects: { used: `${label}: ${defects.slice(0, 4).join('; ')}.` },
    ...(defects.length > 0 ? { note: `${defects.slice(0, 10).join('; ')}.` } : {}),
  };
}

/** Bindings that name an account itself. Those that Kubernetes makes are no concern of the site. */
function bindingsByAccount(bindings: readonly Binding[]): Map<string | null, Binding[]> {
  const named = bindings.flatMap((binding) => {
    const own = binding.subjects.filter((one) => !isBootstrapBinding(binding, one));
    return [...new Set(own.map(accountIn))].map((account) => ({ account, binding }));
  });
  return new Map(
    [...Map.groupBy(named, ({ account }) => account)].map(([account, list]) => [
      account,
      list.map(({ binding }) => binding),
    ]),
  );
}

/** With automounting off for the account, a Pod can still ask for the token, or have it from before. */
function mountsTokenOf(account: ServiceAccount, specs: ReturnType<typeof runningSpecs>): boolean {
  return specs.some(
    ({ spec, variant }) =>
      spec.serviceAccount === account.name && howMounted(spec, variant, account) !== null,
  );
}

/** Workloads that mount a token for an account that has nothing to use it for. */
export const tokenMounts: ClusterProperty = needingRbac(
  RBAC_KINDS,
  needing(['serviceaccounts'], workloadsBy(tokenRule)),
);

function tokenRule({ facts }: ClusterView): PodRule {
  const accounts = new Map(facts.serviceAccounts.map((account) => [keyOf(account), account]));
  const entitled = entitledIn(facts.bindings);
  return {
    holds: 'each either mounts no token or has rights to use it for',
    check: (spec, variant, { namespace, staticPod }) => {
      const key = keyOf({ namespace, name: spec.serviceAccount });
      const how = staticPod ? null : howMounted(spec, variant, accounts.get(key));
      if (how === null || entitled(namespace, key)) return [];
      return [`mounts a token of ${key}, which no binding gives a right (${how})`];
    },
  };
}

/** How a Pod comes by a token of the API server; null when it has none. */
function howMounted(
  { automount, tokenVolumes }: PodSpec,
  { template, withToken }: PodVariant,
  account: ServiceAccount | undefined,
): string | null {
  const own = tokenVolumes.find(({ audience }) => isOfTheApi(audience));
  if (own !== undefined) return `its volume ${own.volume} asks for it`;
  const said = automount ?? account?.automount;
  const willMount = template && said !== false;
  if (!willMount && withToken === 0) return null;
  if (said === undefined) return 'neither Pod nor account switches it off';
  return said ? 'it is switched on' : 'its Pods still have it';
}

/** Without an audience it is the API server's, which is the issuer unless it is told otherwise: kubeadm's is this one. */
function isOfTheApi(audience: string | undefined): boolean {
  return audience === undefined || /^https:\/\/kubernetes\.default\.svc(\.cluster\.local)?$/.test(audience);
}

function keyOf({ namespace, name }: Pick<ServiceAccount, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/**
 * `shop/web` of a subject that is a service account; null of another. RBAC knows accounts by their user name as well.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/registry/rbac/validation/rule.go appliesToUser
 */
function accountIn({ kind, namespace, name }: Subject): string | null {
  if (kind === 'ServiceAccount') return `${namespace}/${name}`;
  const [, of, account] = (kind === 'User' && /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name)) || [];
  return of === undefined ? null : `${of}/${account}`;
}

/** Whether an account has rights of its own, or of its groups; what everybody has, like discovery, is none. */
function entitledIn(bindings: readonly Binding[]): (namespace: string, key: string) => boolean {
  const subjects = bindings.flatMap((binding) =>
    binding.subjects.filter((one) => one.kind !== 'Group' || !isBootstrapBinding(binding, one)),
  );
  const accounts = new Set(subjects.map(accountIn));
  const groups = new Set(subjects.filter(({ kind }) => kind === 'Group').map(({ name }) => name));
  return (namespace, key) =>
    accounts.has(key) ||
    groups.has('system:serviceaccounts') ||
    groups.has(`system:serviceaccounts:${namespace}`);
}
