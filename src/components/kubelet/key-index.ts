import { type KeySpec, kubeletConfigKeys } from './config-keys.ts';

/** Keys of the configuration as the decoder walks down them. */
export interface KeyNode {
  /** In its exact spelling, from the root, joined by dots. */
  path: string;
  spec: KeySpec;
}

/** How the names of keys are compared: as they are, or as Go's encoding/json does without regard to case. */
export type Spelling = 'exact' | 'folded';

/** The key of one minor that a name below another key stands for; undefined for one that it does not know. */
export function keyBelow(
  parent: string,
  name: string,
  minor: number,
  spelling: Spelling,
): KeyNode | undefined {
  const below = INDEX.get(parent);
  const own = below?.get(folded(name));
  if (own !== undefined) return isKnown(own, name, minor, spelling) ? own : undefined;
  const any = below?.get('*');
  return any === undefined ? undefined : { path: joined(parent, name), spec: any.spec };
}

function isKnown({ path, spec }: KeyNode, name: string, minor: number, spelling: Spelling): boolean {
  if (minor < (spec.since ?? 0) || minor > (spec.until ?? Infinity)) return false;
  return spelling === 'folded' || path.endsWith(name);
}

/** Go compares by Unicode simple folding; besides case that makes `ſ` an s. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll('ſ', 's');
}

function joined(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`;
}

/** By the key above, then by name in folded spelling. */
const INDEX = indexed();

function indexed(): ReadonlyMap<string, ReadonlyMap<string, KeyNode>> {
  const index = new Map<string, Map<string, KeyNode>>();
  for (const [path, spec] of Object.entries(kubeletConfigKeys)) {
    const dot = path.lastIndexOf('.');
    const parent = dot === -1 ? '' : path.slice(0, dot);
    const below = index.get(parent) ?? new Map<string, KeyNode>();
    index.set(parent, below.set(folded(path.slice(dot + 1)), { path, spec }));
  }
  return index;
}
