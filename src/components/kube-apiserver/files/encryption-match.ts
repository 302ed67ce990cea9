export interface GroupResource {
  group: string;
  resource: string;
}

/** One item of the encryption configuration's `resources`. */
export interface EncryptionEntry {
  resources: readonly GroupResource[];
  /** The first provider, which encrypts what is written; the others only read. */
  writer: string;
  /** `v1` or `v2` where the writer is a key management service. */
  kmsVersion: string | null;
  line: number;
}

/** `secrets`, `deployments.apps`, `*.apps`, `*.` for the core group. apimachinery ParseGroupResource */
export function parseResource(text: string): GroupResource {
  const dot = text.indexOf('.');
  return dot === -1
    ? { group: '', resource: text }
    : { group: text.slice(dot + 1), resource: text.slice(0, dot) };
}

export function resourceText({ group, resource }: GroupResource): string {
  if (group === '') return resource === '*' ? '*.' : resource;
  return `${resource}.${group}`;
}

/** Wildcards came with 1.27; before they are names of nothing. */
export const WILDCARDS_SINCE = 27;

/**
 * The entry that decides how a resource is written; undefined when it is written as it is. A more general entry may
 * only stand after a more special one, so the first that matches decides.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/encryptionconfig/config.go transformerFromOverrides
 */
export function decidingEntry(
  entries: readonly EncryptionEntry[],
  wanted: GroupResource,
  minor: number,
): EncryptionEntry | undefined {
  return entries.find(({ resources }) => resources.some((one) => covers(one, wanted, minor)));
}

function covers(pattern: GroupResource, wanted: GroupResource, minor: number): boolean {
  if (pattern.resource === wanted.resource && pattern.group === wanted.group) return true;
  if (minor < WILDCARDS_SINCE || pattern.resource !== '*') return false;
  return pattern.group === '*' || pattern.group === wanted.group;
}
