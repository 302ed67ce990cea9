import { link, text } from './quiet-read.ts';

/** What a machine's own user namespace maps: every user to itself. */
const ITSELF = /^\s*0\s+0\s+4294967295\s*$/;

/**
 * The user that a process runs as, as it is called inside its own user namespace. Null where that cannot be told.
 *
 * @param own the directory of the process in a procfs
 * @param status what its `status` holds
 */
export function insideUser(own: string, status: string | null): number | null {
  const effective = /^Uid:\t\d+\t(\d+)\t/m.exec(status ?? '')?.[1];
  const map = text(`${own}/uid_map`);
  if (effective === undefined || map === null) return null;
  const user = Number(effective);
  if (ITSELF.test(map)) return user;
  const [ours, theirs] = [link('/proc/self/ns/user'), link(`${own}/ns/user`)];
  if (ours === null || theirs === null) return null;
  // The map of our own namespace is told in the numbers of the one around it. user_namespaces(7)
  return ours === theirs ? user : throughMap(user, map);
}

function throughMap(user: number, map: string): number | null {
  for (const line of map.trim().split('\n')) {
    const [inside = Number.NaN, outside = Number.NaN, length = Number.NaN] = line
      .trim()
      .split(/\s+/)
      .map(Number);
    if (user >= outside && user < outside + length) return inside + user - outside;
  }
  return null;
}
