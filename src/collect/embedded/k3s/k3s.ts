import type { Reading } from '../../../machine/reading.ts';
import { type Fact, valueIfPresent } from '../../../model/fact.ts';
import { notReadable, present, processOrigin } from '../../facts.ts';
import type { Host } from '../../host.ts';
import type { Candidate } from '../../proc/candidates.ts';
import { commandOf } from '../../proc/command.ts';
import { listenersFact } from '../../proc/listeners.ts';
import type { ProcessRoot } from '../../process-root.ts';
import type { Inside } from '../inside.ts';
import { K3S_COMPONENTS } from './components.ts';
import { hasOwnEtcd } from './datastore.ts';
import type { K3sNode } from './node.ts';
import { kubeletRoot } from './node-agent.ts';
import { programOf } from './program.ts';
import { DATA_DIRECTORY, type K3sProcess, resolveNode } from './resolve.ts';

/** The components that a `k3s server` or `k3s agent` runs, with what it hands to each. */
export function insideK3s(host: Host, candidate: Candidate, root: Reading<ProcessRoot>): readonly Inside[] {
  const { release, etcd } = programOf(root, candidate);
  const process: K3sProcess = { host, candidate, root, role: roleOf(candidate), release };
  const node = resolveNode(process);
  const components = node.state === 'read' ? running(node.value, process) : mayRun(node, process);
  const kubernetes = release.state === 'present' ? present(release.value.text, release.origin) : release;
  return components.map(({ name, words }) => ({
    component: name,
    program: 'k3s',
    words,
    version: name === 'etcd' ? etcd : kubernetes,
    kubeletRoot: node.state === 'read' ? kubeletRoot(node.value) : null,
  }));
}

function roleOf(candidate: Candidate): K3sNode['role'] {
  const { program, words } = commandOf(candidate);
  return program === 'k3s-agent' || words.includes('agent') ? 'agent' : 'server';
}

interface Running {
  name: string;
  words: Inside['words'];
}

function running(node: K3sNode, { host, candidate }: K3sProcess): readonly Running[] {
  const shows = node.role === 'server' || proxyShows(node, host, candidate);
  return K3S_COMPONENTS.filter(({ roles, runs }) => roles.includes(node.role) && runs(node))
    .filter(({ name }) => name !== 'kube-proxy' || shows !== false)
    .map(({ name, words }) => ({
      name,
      words:
        name === 'kube-proxy' && shows === null
          ? notReadable(
              processOrigin(candidate.pid, 'fd'),
              'whether the servers switched kube-proxy off does not show',
            )
          : present(words(node), processOrigin(candidate.pid, 'cmdline')),
    }));
}

/** Servers tell agents whether to run kube-proxy. The ports that it opens show it; null where these are not known. */
function proxyShows({ settings }: K3sNode, host: Host, { pid }: Candidate): boolean | null {
  const sockets = valueIfPresent(listenersFact(host.proc, pid, host.sockets));
  if (sockets === undefined) return null;
  const moved = settings.list('kube-proxy-arg').map(({ value }) => Number(/:(\d+)$/.exec(value)?.[1] ?? 0));
  return sockets.some(({ port }) => port !== null && [10249, 10256, ...moved].includes(port));
}

/** All that may run where the settings are not known. */
function mayRun(
  node: Exclude<Reading<K3sNode>, { state: 'read' }>,
  { candidate, root, role }: K3sProcess,
): readonly Running[] {
  const reason = node.state === 'unreadable' ? node.reason : 'not there';
  const words: Fact<never> = notReadable(processOrigin(candidate.pid, 'cmdline'), reason);
  return K3S_COMPONENTS.filter(({ roles }) => roles.includes(role))
    .filter(({ name }) => name !== 'etcd' || keepsEtcd(root, candidate))
    .map(({ name }) => ({ name, words }));
}

/** Where its settings are not known, its program shows where its data are. */
function keepsEtcd(root: Reading<ProcessRoot>, { executable }: Candidate): boolean {
  const directory = /^(\/.+)\/data\/[0-9a-f]{64}\/bin\/[^/]+$/.exec(executable ?? '')?.[1] ?? DATA_DIRECTORY;
  return root.state === 'read' && hasOwnEtcd(root.value.fs, directory);
}
