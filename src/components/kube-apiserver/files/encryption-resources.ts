import { type GroupResource, parseResource, resourceText, WILDCARDS_SINCE } from './encryption-match.ts';

const WITHOUT_API = ['apiserveripinfo', 'serviceipallocations', 'servicenodeportallocations'];

/**
 * Why the resources of an entry are refused, as the rest of a sentence; null when they are not. Up to 1.26 any text
 * is taken.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/apis/apiserver/validation/validation_encryption.go
 */
export function resourcesProblem(names: readonly string[], minor: number): string | null {
  if (names.length === 0) return 'an entry has no resources';
  if (minor < WILDCARDS_SINCE) return null;
  const bad = names.find((name) => !isPermitted(name));
  if (bad !== undefined) return `it cannot encrypt ${JSON.stringify(bad)}`;
  return overlapProblem(names.map(parseResource));
}

function isPermitted(name: string): boolean {
  const { group, resource } = parseResource(name);
  if (name !== name.toLowerCase() || name === '*' || WITHOUT_API.includes(name)) return false;
  if (group === 'events.k8s.io' || group === 'extensions') return false;
  return group !== '*' || resource === '*';
}

function overlapProblem(resources: readonly GroupResource[]): string | null {
  const texts = resources.map(resourceText);
  const twice = texts.find((text, index) => texts.indexOf(text) < index);
  if (twice !== undefined) return `${twice} stands there twice`;
  const wide = resources.find(
    (one) => one.resource === '*' && resources.some((other) => isInside(other, one)),
  );
  return wide === undefined ? null : `${resourceText(wide)} overlaps with another resource of its entry`;
}

function isInside(other: GroupResource, wide: GroupResource): boolean {
  return other !== wide && (wide.group === '*' || wide.group === other.group);
}

/** The first resource for which an earlier entry has a wildcard, which the server refuses; null when there is none. */
export function maskedResource(entries: readonly (readonly string[])[]): string | null {
  const wide: GroupResource[] = [];
  for (const one of entries.flat().map(parseResource)) {
    if (wide.some(({ group }) => group === '*' || group === one.group)) return resourceText(one);
    if (one.resource === '*') wide.push(one);
  }
  return null;
}
