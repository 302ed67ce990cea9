import { readSync } from 'node:fs';

/** The bytes are not a store that bbolt could have left. */
export class BrokenStore extends Error {}

/** Positioned reads of a file, with a bound on all of them together. */
export interface PageSource {
  readonly size: number;
  bytes(position: number, length: number): Buffer;
}

export function pageSource(descriptor: number, size: number, budget: number): PageSource {
  let left = budget;
  return {
    size,
    bytes(position, length) {
      left -= length;
      if (left < 0) throw new BrokenStore(`more than ${budget} bytes would have to be read`);
      const buffer = Buffer.alloc(length);
      if (readSync(descriptor, buffer, 0, length, position) !== length) {
        throw new BrokenStore('the file ends inside a page');
      }
      return buffer;
    },
  };
}

/** Layout: https://github.com/etcd-io/bbolt/blob/v1.4.3/internal/common/page.go */
const HEADER = 16;
const ELEMENT = 16;
const BRANCH = 0x01;
const LEAF = 0x02;
const BUCKET = 0x01;

export type Page =
  | { kind: 'branch'; children: bigint[] }
  | { kind: 'leaf'; entries: { key: Buffer; value: Buffer; bucket: boolean }[] };

/** Number of further pages that belong to a page, from its header. */
export function overflowOf(header: Buffer): number {
  return header.readUInt32LE(12);
}

/** @param id the page's own number, 0 for an inline page. */
export function parsePage(bytes: Buffer, id: bigint): Page {
  if (bytes.length < HEADER || bytes.readBigUInt64LE(0) !== id)
    throw new BrokenStore(`page ${id} is not itself`);
  const count = bytes.readUInt16LE(10);
  if (HEADER + count * ELEMENT > bytes.length)
    throw new BrokenStore(`page ${id} is too short for its elements`);
  const starts = Array.from({ length: count }, (_, index) => HEADER + index * ELEMENT);
  switch (bytes.readUInt16LE(8)) {
    case BRANCH:
      return { kind: 'branch', children: starts.map((start) => bytes.readBigUInt64LE(start + 8)) };
    case LEAF:
      return { kind: 'leaf', entries: starts.map((start) => leafEntry(bytes, start)) };
    default:
      throw new BrokenStore(`page ${id} is neither branch nor leaf`);
  }
}

function leafEntry(bytes: Buffer, start: number) {
  const keyStart = start + bytes.readUInt32LE(start + 4);
  const keyEnd = keyStart + bytes.readUInt32LE(start + 8);
  const valueEnd = keyEnd + bytes.readUInt32LE(start + 12);
  if (valueEnd > bytes.length) throw new BrokenStore('an element reaches beyond its page');
  return {
    key: bytes.subarray(keyStart, keyEnd),
    value: bytes.subarray(keyEnd, valueEnd),
    bucket: (bytes.readUInt32LE(start) & BUCKET) !== 0,
  };
}
