import { parseContainer } from '../../machine/proc/parse.ts';
import { type Reading, readValue } from '../../machine/reading.ts';
import type { Host } from '../host.ts';
import type { Candidate } from '../proc/candidates.ts';
import { commandOf, isDaemon } from '../proc/command.ts';
import { openProcessRoot, type ProcessRoot } from '../process-root.ts';
import type { Inside } from './inside.ts';

type Look = (host: Host, candidate: Candidate, root: Reading<ProcessRoot>) => readonly Inside[];

/** Servers that run components inside their own process, loaded where one is met. */
const EMBEDDERS: Readonly<Record<string, () => Promise<Look>>> = {
  k3s: async () => (await import('./k3s/k3s.ts')).insideK3s,
  'k3s-server': async () => (await import('./k3s/k3s.ts')).insideK3s,
  'k3s-agent': async () => (await import('./k3s/k3s.ts')).insideK3s,
  kubelite: async () => (await import('./kubelite/kubelite.ts')).insideKubelite,
};

/** The components that a process runs inside itself; none for most. */
export async function insideOf(host: Host, candidate: Candidate): Promise<readonly Inside[]> {
  const load = EMBEDDERS[commandOf(candidate).program];
  if (load === undefined || !isDaemon(candidate)) return [];
  const look = await load();
  const cgroup = readValue(host.proc.read(`${candidate.pid}/cgroup`));
  const root = openProcessRoot(host, candidate.pid, cgroup === undefined ? null : parseContainer(cgroup));
  try {
    return look(host, candidate, root);
  } finally {
    if (root.state === 'read') root.value.fs.close();
  }
}
