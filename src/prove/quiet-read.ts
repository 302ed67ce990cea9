import { closeSync, openSync, readlinkSync } from 'node:fs';
import { readAll } from '../machine/rooted/read-all.ts';

/** More than the mounts of a node with thousands of volumes. */
const LIMIT = 4 * 1024 * 1024;

/** A file of a procfs; null where it cannot be read, because there is no right to it or it is not there. */
export function content(path: string): Buffer | null {
  try {
    const descriptor = openSync(path, 'r');
    try {
      return readAll(descriptor, LIMIT);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}

/** The same as text, byte by byte. */
export function text(path: string): string | null {
  return content(path)?.toString('latin1') ?? null;
}

/** Where a link says that it leads. */
export function link(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
