import type { ClusterKind } from '../../model/cluster/kinds.ts';
import type { Cluster, ClusterFacts, Listing } from '../../model/cluster.ts';
import type { Evidence, SettingValue } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Parameters, Property } from '../subject.ts';

/** What a property of a cluster is derived from. */
export interface ClusterView {
  facts: ClusterFacts;
  /** The node that the scan ran on, for what only a node can show. */
  snapshot: Snapshot;
  parameters: Parameters;
}

export type ClusterProperty = (view: ClusterView) => Property;

/** Why there are no facts about a cluster. */
export function missingReason(cluster: Cluster | undefined, source: Snapshot['source']): string {
  if (cluster === undefined) {
    return source === 'live'
      ? 'The Kubernetes API was not asked.'
      : 'The Kubernetes API is not asked when a tree of files is judged.';
  }
  return cluster.state === 'asked' ? '' : `The Kubernetes API was not asked: ${cluster.reason}`;
}

/**
 * A property that needs kinds to have been listed. One that was refused or failed makes it unknown; a kind that the
 * server does not have is empty.
 */
export function needing(kinds: readonly ClusterKind[], property: ClusterProperty): ClusterProperty {
  return (view) => {
    const gaps = gapsIn(view.facts, kinds);
    if (gaps.length === 0) return withCounts(property(view), kinds, view.facts);
    return { state: 'settled', verdict: { status: 'unknown', reason: gaps.join(' ') } };
  };
}

/** A verdict that nothing is there rests on how much was looked at. */
function withCounts(
  property: Property,
  kinds: readonly ClusterKind[],
  { kinds: listed }: ClusterFacts,
): Property {
  const shown = (property.evidence?.length ?? 0) + (property.state === 'items' ? property.items.length : 0);
  if (shown > 0) return property;
  const counts = kinds.map((kind) => {
    const listing = listed[kind];
    return `${listing?.state === 'listed' ? listing.count : 'no such'} ${kind}`;
  });
  return { ...property, evidence: [quoted('objects looked at', counts, kinds.join(', '))] };
}

/** Why kinds could not be listed, a sentence each; none when all were, or are none that the server has. */
export function gapsIn({ kinds: listings }: ClusterFacts, kinds: readonly ClusterKind[]): string[] {
  return kinds.flatMap((kind) => gap(kind, listings[kind]));
}

function gap(kind: ClusterKind, listing: Listing | undefined): string[] {
  if (listing === undefined) return [`${kind} were not listed.`];
  if (listing.state === 'listed' || listing.state === 'absent') return [];
  return [`${kind} could not be listed: ${listing.reason.replace(/\.?$/, '.')}`];
}

export function apiOrigin(resource: string): Origin {
  return { kind: 'api', resource };
}

/** Where an object comes from: the API, or the file that it stands in. @param name as `nameOf` gives it */
export function objectOrigin({ places }: ClusterFacts, name: string, resource: string): Origin {
  const place = places?.[name];
  return place === undefined ? apiOrigin(resource) : { kind: 'file', ...place };
}

/** A fact to quote beside the items. */
export function quoted(setting: string, value: SettingValue, resource: string): Evidence {
  return { setting, value, origin: apiOrigin(resource), overrides: [] };
}

/** A parameter that is a list of texts. */
export function listParameter(parameters: Parameters, name: string): readonly string[] {
  const value = parameters[name];
  return Array.isArray(value) ? value : [];
}

/** `Deployment shop/web`, `ClusterRole admin`. */
export function nameOf(kind: string, namespace: string | null, name: string): string {
  // In a file an object may leave its namespace to whoever applies it.
  return namespace === null || namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
