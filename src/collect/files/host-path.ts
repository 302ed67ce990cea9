import { type Reading, readValue } from '../../machine/reading.ts';
import type { Host } from '../host.ts';
import type { ProcessRoot } from '../process-root.ts';
import { type Mount, parseMountinfo, translate } from './mountinfo.ts';

/** Turns a resolved path inside a process's root into the host's path of the same file. */
export type HostPath = (path: string) => string | null;

export function hostPathOf(host: Host, pid: number, root: Reading<ProcessRoot>): HostPath {
  if (root.state !== 'read') return () => null;
  const { base } = root.value;
  if (host.procPath === null || sharesMounts(host, pid)) return (path) => joined(base, path);
  let mounts: { own: Mount[]; host: Mount[] } | null = null;
  return (path) => {
    mounts ??= { own: mountsOf(host, pid), host: hostMounts(host) };
    return translate(joined(base, path), mounts.own, mounts.host);
  };
}

const knownMounts = new WeakMap<Host, Mount[]>();

/** The host's view is that of its first process; where that is hidden, our own. */
function hostMounts(host: Host): Mount[] {
  const known = knownMounts.get(host);
  if (known !== undefined) return known;
  const first = mountsOf(host, 1);
  const mounts = first.length > 0 ? first : mountsOf(host, 'self');
  knownMounts.set(host, mounts);
  return mounts;
}

function mountsOf(host: Host, pid: number | 'self'): Mount[] {
  const content = readValue(host.proc.read(`${pid}/mountinfo`));
  return content === undefined ? [] : parseMountinfo(content);
}

function sharesMounts(host: Host, pid: number): boolean {
  const own = readValue(host.proc.link(`${pid}/ns/mnt`));
  const first = readValue(host.proc.link('1/ns/mnt')) ?? readValue(host.proc.link('self/ns/mnt'));
  return own !== undefined && own === first;
}

function joined(base: string, path: string): string {
  if (base === '/') return path;
  return path === '/' ? base : `${base}${path}`;
}
