import { link } from './quiet-read.ts';

/** Where this machine's processes are seen, unless it is looked at through a mount. */
export const OWN_PROC = '/proc';

/**
 * What keeps us from the network of a machine that is seen through a mount; null when nothing does. Its first process is in
 * the network of the machine, and loopback addresses mean that one's.
 */
export function networkGap(proc: string): string | null {
  if (proc === OWN_PROC) return null;
  const [own, hosts] = [link(`${OWN_PROC}/self/ns/net`), link(`${proc}/1/ns/net`)];
  if (own !== null && own === hosts) return null;
  if (hosts === null) return 'whose network kubetrue is in may not be looked at (CAP_SYS_PTRACE)';
  return "kubetrue is not in the host's network (hostNetwork)";
}
