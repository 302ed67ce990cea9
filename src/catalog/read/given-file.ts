import { type Stats, statSync } from 'node:fs';
import { type Problems, readSource, type SourceFile } from './source-file.ts';

/** What a file that somebody names may be. */
export interface Bounds {
  /** In bytes. */
  largest: number;
  /** Whether a pipe is taken as it comes; else nothing but a regular file is read. */
  pipes: boolean;
}

const BY_HAND: Bounds = { largest: 4 * 1024 * 1024, pipes: true };

/** Reads a file that somebody wrote by hand for us, as waivers are; what cannot be one becomes a problem and null. */
export function readGiven(path: string, problems: Problems, bounds: Bounds = BY_HAND): SourceFile | null {
  const fault = faultOf(path, bounds);
  if (fault === null) return readSource(path, problems);
  problems.push({ message: fault, file: path });
  return null;
}

/** Why a file is not to be opened: a device never ends, and a pipe waits for who may never come. */
export function faultOf(path: string, { largest, pipes }: Bounds): string | null {
  const stats = statsOf(path);
  if (stats === null) return null;
  if (stats.isCharacterDevice() || stats.isBlockDevice()) return 'is a device';
  if (!pipes && !stats.isFile()) return 'is no regular file';
  return stats.size > largest ? `is larger than ${largest} bytes` : null;
}

/** Null for what cannot be looked at: whoever opens it is told why. */
function statsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}
