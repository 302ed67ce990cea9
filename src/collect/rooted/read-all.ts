import { readSync } from 'node:fs';

const FIRST_CHUNK = 16 * 1024;

/**
 * Reads a descriptor to its end, null if there is more than `limit`. Sizes are not trusted: procfs reports 0.
 * @param enough asked after each part whether the rest is wanted at all
 */
export function readAll(
  descriptor: number,
  limit: number,
  enough?: (soFar: Buffer) => boolean,
): Buffer | null {
  let buffer: Buffer = Buffer.allocUnsafe(Math.min(FIRST_CHUNK, limit + 1));
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (count === 0) return buffer.subarray(0, length);
    length += count;
    if (length > limit) return null;
    if (enough?.(buffer.subarray(0, length))) return buffer.subarray(0, length);
    if (length === buffer.length) buffer = grown(buffer, limit);
  }
}

function grown(buffer: Buffer, limit: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.min(buffer.length * 4, limit + 1));
  buffer.copy(larger);
  return larger;
}
