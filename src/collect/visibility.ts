import { readValue } from '../machine/reading.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Host } from './host.ts';
import type { Candidates } from './proc/candidates.ts';

/** Whether a component that was not found is really not there. */
export function visibility(host: Host, seen: Candidates): Snapshot['processesVisible'] {
  const why = host.source === 'captured' ? captureGap(seen) : hiddenGap(host, seen);
  return why === null
    ? { complete: true, reason: 'all processes could be seen' }
    : { complete: false, reason: why };
}

function captureGap(seen: Candidates): string | null {
  return seen.list.length === 0 ? 'the capture holds no process (proc/PID/cmdline)' : null;
}

/** Where the first process is ourselves, nothing of the machine can be seen: it is the procfs of our own container. */
function ownContainer(host: Host): string | null {
  if (readValue(host.proc.link('self')) !== '1') return null;
  const where = host.throughMount ? 'the mounted /proc' : '/proc';
  return `${where} shows the processes of kubetrue's own container only: mount the root directory of the host and give it as --host`;
}

/** hidepid=2 hides the processes of others altogether, hidepid=1 what they are. The first process is always root's. */
function hiddenGap(host: Host, seen: Candidates): string | null {
  const contained = ownContainer(host);
  if (contained !== null) return contained;
  const remedy = 'run as root, or with CAP_SYS_PTRACE';
  if (!host.proc.pids().includes(1)) return `/proc hides the processes of other users (hidepid): ${remedy}`;
  if (seen.hidden > 0)
    return `the command lines of ${seen.hidden} processes cannot be read (hidepid): ${remedy}`;
  return null;
}
