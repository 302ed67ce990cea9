import { type ClusterProperty, needing } from '../view.ts';

export const RBAC_KINDS = ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'] as const;

type RbacKind = (typeof RBAC_KINDS)[number];

/**
 * A property that needs kinds of RBAC to have been listed. Where the server does not have them, something else
 * decides about rights, so that none of them is not the same as an empty list.
 */
export function needingRbac(kinds: readonly RbacKind[], property: ClusterProperty): ClusterProperty {
  const listed = needing(kinds, property);
  return (view) => {
    const absent = kinds.filter((kind) => view.facts.kinds[kind]?.state === 'absent');
    if (absent.length === 0) return listed(view);
    const reason = `The API server has no ${absent.join(', ')}: it does not tell by RBAC who may do what.`;
    return { state: 'settled', verdict: { status: 'unknown', reason } };
  };
}
