import { decodeBytes } from '../../util/bytes.ts';

/** One line of /proc/PID/mountinfo, see proc(5). */
export interface Mount {
  device: string;
  /** Directory of the file system that is mounted. */
  root: string;
  mountPoint: string;
}

export function parseMountinfo(content: Buffer): Mount[] {
  return decodeBytes(content)
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([, , device, root, mountPoint]) =>
      device && root && mountPoint
        ? [{ device, root: withoutEscapes(root), mountPoint: withoutEscapes(mountPoint) }]
        : [],
    );
}

/**
 * Path at which the host sees what another mount namespace sees at `path`; null if the host has it mounted nowhere,
 * or has mounted something else over it.
 */
export function translate(path: string, from: readonly Mount[], host: readonly Mount[]): string | null {
  const mount = mountOf(path, from);
  if (mount === null) return null;
  const onDevice = join(mount.root, rest(mount.mountPoint, path));
  for (const candidate of host) {
    if (candidate.device !== mount.device || !isBelow(candidate.root, onDevice)) continue;
    const hostPath = join(candidate.mountPoint, rest(candidate.root, onDevice));
    if (mountOf(hostPath, host) === candidate) return hostPath;
  }
  return null;
}

/** The mount that is seen at a path: the deepest one, of several at the same place the last. */
function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  let best: Mount | null = null;
  for (const mount of mounts) {
    if (!isBelow(mount.mountPoint, path)) continue;
    if (best === null || mount.mountPoint.length >= best.mountPoint.length) best = mount;
  }
  return best;
}

function isBelow(directory: string, path: string): boolean {
  return directory === '/' || path === directory || path.startsWith(`${directory}/`);
}

function rest(directory: string, path: string): string {
  return directory === '/' ? path : path.slice(directory.length);
}

function join(directory: string, below: string): string {
  if (below === '' || below === '/') return directory;
  return directory === '/' ? below : `${directory}${below}`;
}

/** The kernel writes space, tab, newline and backslash as three octal digits. */
function withoutEscapes(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_match, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
