import { andThen } from '../machine/reading.ts';
import { RootedFs } from '../machine/rooted/rooted-fs.ts';

const MAX_BYTES = 64 * 1024;

/**
 * Text of a small regular file as a process sees it, in its own `root` (`/proc/PID/root`). Throws with what is wrong
 * with the path.
 */
export function readInsideRoot(root: string, path: string): string {
  const reading = andThen(RootedFs.open(root, 'CAP_SYS_PTRACE'), (fs) => {
    try {
      return fs.read(path, MAX_BYTES);
    } finally {
      fs.close();
    }
  });
  if (reading.state === 'read') return reading.value.toString('utf8');
  throw new Error(`${path}: ${reading.state === 'missing' ? 'not there' : reading.reason}`);
}
