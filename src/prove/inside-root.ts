import { closeSync, constants, fstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { posix } from 'node:path';

const MAX_LINKS = 40;
const MAX_BYTES = 64 * 1024;

/**
 * A small regular file as a process sees it: links are followed inside `root` (`/proc/PID/root`), absolute ones from
 * there. Throws with the system's error, or one that says what is wrong with the file.
 */
export function readInsideRoot(root: string, path: string): string {
  const resolved = resolveInside(root, path);
  const descriptor = openSync(resolved, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new Error(`${path} is no regular file`);
    if (stat.size > MAX_BYTES) throw new Error(`${path} is larger than ${MAX_BYTES} bytes`);
    const content = Buffer.alloc(stat.size);
    const length = readSync(descriptor, content, 0, stat.size, 0);
    return content.toString('utf8', 0, length);
  } finally {
    closeSync(descriptor);
  }
}

function resolveInside(root: string, path: string): string {
  const left = path.split('/').reverse();
  let done = '/';
  let links = 0;
  while (left.length > 0) {
    const next = posix.join(done, left.pop() ?? '');
    const target = linkTarget(`${root}${next}`);
    if (target === null) {
      done = next;
      continue;
    }
    links += 1;
    if (links > MAX_LINKS) throw new Error(`${path} has too many links`);
    if (target.startsWith('/')) done = '/';
    left.push(...target.split('/').reverse());
  }
  return `${root}${done}`;
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EINVAL') return null;
    throw error;
  }
}
