import { readFileSync, readlinkSync } from 'node:fs';

/** A file as it is; null where it cannot be read, because there is no right to it or it is not there. */
export function content(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

/** A file of the kernel as text, byte by byte. */
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
