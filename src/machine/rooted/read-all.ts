import { readSync } from 'node:fs';

/** Most files fit, and are copied out: a buffer for each would be a page of memory to ask the kernel for. */
const scratch = Buffer.allocUnsafeSlow(32 * 1024);

/** Reads a descriptor to its end, null if there is more than `limit`. Sizes are not trusted: procfs reports 0. */
export function readAll(descriptor: number, limit: number): Buffer | null {
  let buffer: Buffer = scratch;
  let length = 0;
  for (;;) {
    const room = Math.min(buffer.length, limit + 1);
    const count = readSync(descriptor, buffer, length, room - length, null);
    if (count === 0)
      return buffer === scratch ? Buffer.from(scratch.subarray(0, length)) : buffer.subarray(0, length);
    length += count;
    if (length > limit) return null;
    if (length === buffer.length) buffer = grown(buffer, limit);
  }
}

function grown(buffer: Buffer, limit: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.min(buffer.length * 4, limit + 1));
  buffer.copy(larger);
  return larger;
}

/** Less than a page, which seq_file of the kernel then fills unless there is nothing left. */
const ROWS_CHUNK = 512;

/** Reads a table of procfs row by row, so to speak, until `enough` says that the rest is not wanted. */
export function readRows(descriptor: number, enough: (soFar: Buffer) => boolean): Buffer {
  let soFar = Buffer.alloc(0);
  for (;;) {
    const chunk = Buffer.allocUnsafe(ROWS_CHUNK);
    const count = readSync(descriptor, chunk, 0, ROWS_CHUNK, null);
    soFar = Buffer.concat([soFar, chunk.subarray(0, count)]);
    if (count < ROWS_CHUNK || enough(soFar)) return soFar;
  }
}
