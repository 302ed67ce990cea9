import { posix } from 'node:path';
import { compareBytes } from '../../../util/bytes.ts';
import { decodeGoYaml } from '../../config/go-yaml.ts';
import { isKnownKey, LISTS, TELLING } from '../../embedded/k3s/keys.ts';
import type { GivenFile } from '../read-given.ts';

/** A configuration file of K3s or RKE2 with the drop-ins beside it that are among the given files. */
export interface RancherSet {
  /** By the directory that it lies in; null: no path says it. */
  product: 'k3s' | 'rke2' | null;
  /** Undefined where only drop-ins were given. */
  base: GivenFile | undefined;
  /** In the order in which they are read. */
  dropIns: readonly GivenFile[];
}

const PLACE = /(?:^|\/)rancher\/(k3s|rke2)\/config\.yaml(?:\.d\/[^/]+\.ya?ml)?$/i;
const DROP_IN = /^(.+)\.d\/[^/]+\.ya?ml$/i;

/** The given files that K3s or RKE2 reads: by their place, or by their keys where they were named. And all others. */
export function rancherSets(files: readonly GivenFile[]): { sets: RancherSet[]; others: GivenFile[] } {
  const bases = new Set(files.filter(isBase).map(({ path }) => path));
  const own = new Map<string, GivenFile[]>();
  const others: GivenFile[] = [];
  for (const file of files) {
    const base = baseOf(file.path, bases);
    if (base === null) others.push(file);
    else own.set(base, [...(own.get(base) ?? []), file]);
  }
  const sets = [...own].map(([base, members]) => setOf(base, members));
  return { sets, others };
}

function isBase({ path, bytes, named }: GivenFile): boolean {
  if (DROP_IN.test(path)) return false;
  return PLACE.test(path) || (named === true && hasItsKeys(bytes));
}

/** The file that a path is or is a drop-in of; null for other files. */
function baseOf(path: string, bases: ReadonlySet<string>): string | null {
  if (bases.has(path)) return path;
  const above = DROP_IN.exec(path)?.[1];
  return above !== undefined && (bases.has(above) || PLACE.test(path)) ? above : null;
}

function setOf(base: string, members: readonly GivenFile[]): RancherSet {
  const product = PLACE.exec(base)?.[1]?.toLowerCase();
  return {
    product: product === 'k3s' || product === 'rke2' ? product : null,
    base: members.find(({ path }) => path === base),
    dropIns: members
      .filter(({ path }) => path !== base)
      .sort((one, other) => compareBytes(posix.basename(one.path), posix.basename(other.path))),
  };
}

/** No such file is larger. */
const LARGEST = 256 * 1024;
/** A look before anything is decoded: thousands of files may be named. */
const MARK = new RegExp(`(?:^|[\\s{,"'])(?:${TELLING.join('|')})\\+?["']?[ \\t]*:`, 'm');

/**
 * Whether every key is one of K3s or RKE2 and one of them is nobody else's: a list of arguments, or a key of servers
 * with more than one word. Nothing in such a file names what reads it.
 */
function hasItsKeys(bytes: Buffer): boolean {
  if (bytes.length > LARGEST) return false;
  const text = bytes.toString('utf8');
  if (!MARK.test(text)) return false;
  const decoded = decodeGoYaml(bytes);
  if (decoded.state !== 'decoded' || decoded.value.type !== 'map') return LISTED.test(text);
  const keys = [...decoded.value.entries.keys()].map((key) => key.replace(/\+$/, ''));
  if (keys.includes('apiVersion') || keys.includes('kind')) return false;
  if (keys.some((key) => LISTS.has(key))) return true;
  return keys.every(isKnownKey) && keys.some((key) => TELLING.includes(key));
}

/** In a file that cannot be parsed. */
const LISTED = new RegExp(`^(?:${[...LISTS].join('|')})\\+?[ \\t]*:`, 'm');
