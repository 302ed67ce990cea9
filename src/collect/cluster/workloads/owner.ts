import { type Raw, rawOf, rawsOf, textOf } from '../raw.ts';

/** An object that others may belong to. */
export interface Owner {
  namespace: string;
  group: string;
  kind: string;
  name: string;
}

export function keyOf({ namespace, group, kind, name }: Owner): string {
  return [namespace, group, kind, name].join('/');
}

/** The controller of an object, of which there is at most one; other owners only have it deleted with them. */
export function controllerOf(object: Raw): Owner | null {
  const metadata = rawOf(object.metadata);
  const reference = rawsOf(metadata.ownerReferences).find(({ controller }) => controller === true);
  if (reference === undefined) return null;
  return {
    namespace: textOf(metadata.namespace),
    group: groupOf(textOf(reference.apiVersion)),
    kind: textOf(reference.kind),
    name: textOf(reference.name),
  };
}

/** `apps` of `apps/v1`; the core group has no name. */
function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
