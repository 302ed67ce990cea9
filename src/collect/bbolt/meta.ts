import { BrokenStore, type PageSource } from './page.ts';

/** Layout: https://github.com/etcd-io/bbolt/blob/v1.4.3/internal/common/meta.go, after a page header of 16 bytes. */
const MAGIC = 0xed0cdaed;
const VERSION = 2;
const META_BYTES = 64;
const CHECKSUM_AT = 56;
const HEADER_BYTES = 16;

export interface Meta {
  pageSize: number;
  /** Page of the root bucket. */
  root: bigint;
  /** Pages below this number are in use. */
  highWater: bigint;
  transaction: bigint;
}

/**
 * The valid one of the two meta pages with the higher transaction. bbolt finds the second without the first by
 * trying page sizes, as `getPageSize` in db.go does.
 */
export function readMeta(source: PageSource): Meta {
  const first = parseMeta(source.bytes(0, HEADER_BYTES + META_BYTES));
  const sizes = first === null ? pageSizes() : [first.pageSize];
  const seconds = sizes.map((size) => metaAt(source, size));
  const valid = [first, ...seconds].filter((meta) => meta !== null);
  const newest = valid.sort((left, right) => Number(right.transaction - left.transaction))[0];
  if (newest === undefined) throw new BrokenStore('no valid meta page: not a bbolt store');
  return newest;
}

function pageSizes(): number[] {
  return Array.from({ length: 7 }, (_, index) => 1024 << index);
}

function metaAt(source: PageSource, pageSize: number): Meta | null {
  if (source.size < pageSize + HEADER_BYTES + META_BYTES) return null;
  const meta = parseMeta(source.bytes(pageSize, HEADER_BYTES + META_BYTES));
  return meta?.pageSize === pageSize ? meta : null;
}

function parseMeta(page: Buffer): Meta | null {
  const meta = page.subarray(HEADER_BYTES);
  if (meta.readUInt32LE(0) !== MAGIC || meta.readUInt32LE(4) !== VERSION) return null;
  if (meta.readBigUInt64LE(CHECKSUM_AT) !== fnv1a(meta.subarray(0, CHECKSUM_AT))) return null;
  const pageSize = meta.readUInt32LE(8);
  if (!pageSizes().includes(pageSize)) return null;
  return {
    pageSize,
    root: meta.readBigUInt64LE(16),
    highWater: meta.readBigUInt64LE(40),
    transaction: meta.readBigUInt64LE(48),
  };
}

/** FNV-1a, 64 bits. */
function fnv1a(bytes: Buffer): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash;
}
