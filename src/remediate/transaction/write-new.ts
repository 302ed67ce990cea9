import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { modeBits } from '../mode.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

/**
 * A new file with these bytes, on the disk when this returns; nothing of it is left when it fails. It is 0600 until
 * it has its owner.
 * @param attributes null: 0600, owned by this process
 * @throws system errors
 */
export function writeNew(
  path: string,
  bytes: Buffer,
  attributes: { mode: string; uid: number; gid: number } | null,
): void {
  const descriptor = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    if (attributes !== null) {
      fchownSync(descriptor, attributes.uid, attributes.gid);
      fchmodSync(descriptor, modeBits(attributes.mode));
    }
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** The same for a name of our own, under which an interrupted attempt may have left something. */
export function writeAnew(...[path, bytes, attributes]: Parameters<typeof writeNew>): void {
  rmSync(path, { force: true });
  writeNew(path, bytes, attributes);
}
