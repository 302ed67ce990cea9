import { type Reading, read, unreadable } from '../../machine/reading.ts';
import { type Meta, readMeta } from './meta.ts';
import { BrokenStore, overflowOf, type Page, type PageSource, pageSource, parsePage } from './page.ts';

const HEADER = 16;
/** root page and sequence, https://github.com/etcd-io/bbolt/blob/v1.4.3/internal/common/bucket.go */
const BUCKET_HEADER = 16;
const MAX_DEPTH = 16;
const READ_BUDGET = 8 * 1024 * 1024;
const ATTEMPTS = 5;

interface Entry {
  key: Buffer;
  value: Buffer;
}

/** Entries of top-level buckets by name; a bucket that the store does not have is not in it. */
export type Buckets = ReadonlyMap<string, readonly Entry[]>;

/**
 * Reads whole buckets of a bbolt store, which may be in use. bbolt never overwrites pages of the last committed
 * transaction, only those it freed, so what was read is consistent if no transaction was committed meanwhile;
 * otherwise it is read again. Only the pages that lead to the buckets are touched.
 */
export function readBuckets(descriptor: number, size: number, names: readonly string[]): Reading<Buckets> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const source = pageSource(descriptor, size, READ_BUDGET);
    try {
      const meta = readMeta(source);
      const buckets = bucketsOf(source, meta, names);
      if (readMeta(source).transaction === meta.transaction) return read(buckets);
    } catch (error) {
      if (!(error instanceof BrokenStore)) throw error;
      if (attempt === ATTEMPTS - 1) return unreadable(`the store is not consistent: ${error.message}`);
    }
  }
  return unreadable('the store was changed each time it was read');
}

function bucketsOf(source: PageSource, meta: Meta, names: readonly string[]): Buckets {
  const found = new Map<string, Entry[]>();
  for (const entry of tree(source, meta, meta.root, 0)) {
    const name = entry.key.toString('latin1');
    if (!names.includes(name)) continue;
    if (!entry.bucket || entry.value.length < BUCKET_HEADER) throw new BrokenStore(`${name} is not a bucket`);
    found.set(name, bucketEntries(source, meta, entry.value));
  }
  return found;
}

/** Small buckets are stored as one page behind their header, with 0 for the number of their root page. */
function bucketEntries(source: PageSource, meta: Meta, value: Buffer): Entry[] {
  const root = value.readBigUInt64LE(0);
  const entries =
    root === 0n
      ? inlineEntries(parsePage(value.subarray(BUCKET_HEADER), 0n))
      : [...tree(source, meta, root, 0)];
  return entries.filter((entry) => !entry.bucket);
}

function inlineEntries(page: Page) {
  if (page.kind !== 'leaf') throw new BrokenStore('an inline page is not a leaf');
  return page.entries;
}

function* tree(
  source: PageSource,
  meta: Meta,
  id: bigint,
  depth: number,
): Generator<Entry & { bucket: boolean }> {
  if (depth > MAX_DEPTH) throw new BrokenStore('the tree is too deep');
  const page = parsePage(pageBytes(source, meta, id), id);
  if (page.kind === 'leaf') {
    yield* page.entries;
    return;
  }
  for (const child of page.children) yield* tree(source, meta, child, depth + 1);
}

function pageBytes(source: PageSource, meta: Meta, id: bigint): Buffer {
  if (id < 2n || id >= meta.highWater) throw new BrokenStore(`page ${id} is outside the store`);
  const position = Number(id) * meta.pageSize;
  const pages = overflowOf(source.bytes(position, HEADER)) + 1;
  return source.bytes(position, pages * meta.pageSize);
}
