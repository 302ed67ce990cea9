import type { Component } from '../components/component.ts';
import { parseContainer, parseStat, parseUid, type Stat, startTime } from '../machine/proc/parse.ts';
import { type Reading, readValue } from '../machine/reading.ts';
import type { Fact } from '../model/fact.ts';
import type { ProcessFacts } from '../model/snapshot.ts';
import { type Bundle, readBundle } from './container/bundle.ts';
import { aroundIt, handedArguments, ownSockets } from './embedded/facts.ts';
import type { Inside } from './embedded/inside.ts';
import { openShiftArguments } from './embedded/openshift/openshift.ts';
import { notReadable, present, processOrigin } from './facts.ts';
import { collectFiles } from './files/collect-files.ts';
import type { Host } from './host.ts';
import { nodeName } from './node/node.ts';
import type { Candidate } from './proc/candidates.ts';
import { environmentFact } from './proc/environment.ts';
import { isFork } from './proc/fork.ts';
import { listenersFact } from './proc/listeners.ts';
import { redactArguments } from './proc/redact.ts';
import { kernelProc } from './proc/source.ts';
import { openProcessRoot, workingDirectoryFact } from './process-root.ts';
import { versionFact } from './version/version.ts';

/**
 * All facts of one process, null if it is no longer there: it ended, or its pid went to another process, while it
 * was being read. Null also for what a component starts as long as it is not yet a program of its own.
 *
 * @param inside The component is one of several in the process, and this is what the program around it says of it.
 */
export async function processFacts(
  host: Host,
  component: Component,
  candidate: Candidate,
  inside: Inside | null = null,
): Promise<ProcessFacts | null> {
  const before = statOf(host, candidate.pid);
  if (isGone(before) || isFork(host.proc, candidate, readValue(before) ?? null)) return null;
  const facts = await factsOf(host, component, candidate, { stat: readValue(before) ?? null, inside });
  const after = statOf(host, candidate.pid);
  return isGone(after) || readValue(after)?.startTicks !== readValue(before)?.startTicks ? null : facts;
}

async function factsOf(
  host: Host,
  component: Component,
  candidate: Candidate,
  { stat, inside }: { stat: Stat | null; inside: Inside | null },
): Promise<ProcessFacts> {
  const { pid } = candidate;
  const container = parsed(host, `${pid}/cgroup`, parseContainer);
  const bundle = lazily(() => readBundle(host, container));
  const root = openProcessRoot(host, pid, container);
  const hostname = nodeName(host);
  try {
    const facts: ProcessFacts = {
      pid,
      component: component.name,
      ...(hostname === null ? {} : { hostname }),
      executable: executableFact(host, candidate),
      argv: inside === null ? argvFact(component, candidate) : handedArguments(component, inside),
      environment: environmentFact(host, component, pid, bundle),
      workingDirectory: workingDirectoryFact(host, pid, root),
      startedAt: startedAtFact(host, pid, stat),
      uid: parsed(host, `${pid}/status`, parseUid),
      container,
      sameNetworkNamespace: sameNetworkNamespace(host, pid),
      version: notReadable(processOrigin(pid, 'exe'), 'not looked for yet'),
      listeners: listenersFact(host.proc, pid, host.sockets),
      files: {},
      ...(inside === null
        ? await openShiftArguments(host, component, candidate, root)
        : aroundIt(host, pid, root, inside)),
    };
    facts.version =
      inside?.version ?? (await versionFact({ host, component, candidate, container, root, bundle }));
    const collected = await collectFiles({ host, component, root }, facts);
    return inside === null ? collected : { ...collected, listeners: ownSockets(collected, inside) };
  } finally {
    if (root.state === 'read') root.value.fs.close();
  }
}

function statOf(host: Host, pid: number): Reading<Stat | null> {
  const content = host.proc.read(`${pid}/stat`);
  return content.state === 'read' ? { state: 'read', value: parseStat(content.value) } : content;
}

/** Zombies are no processes any more: nothing of them runs. */
function isGone(stat: Reading<Stat | null>): boolean {
  if (stat.state === 'missing') return true;
  const state = readValue(stat)?.state;
  return state === 'Z' || state === 'X';
}

function parsed<T>(host: Host, name: string, parse: (content: Buffer) => T | null): T | null {
  const content = readValue(host.proc.read(name));
  return content === undefined ? null : parse(content);
}

function executableFact(host: Host, candidate: Candidate): Fact<string> {
  const origin = processOrigin(candidate.pid, 'exe');
  if (candidate.executable !== null) return present(candidate.executable, origin);
  const link = host.proc.link(`${candidate.pid}/exe`);
  return notReadable(origin, link.state === 'unreadable' ? link.reason : 'not there');
}

function argvFact(component: Component, candidate: Candidate): Fact<string[]> {
  const origin = processOrigin(candidate.pid, 'cmdline');
  if (candidate.argvProblem !== null) return notReadable(origin, candidate.argvProblem);
  return present(redactArguments(candidate.argv, component.secretFlags), origin);
}

function startedAtFact(host: Host, pid: number, stat: Stat | null): Fact<string> {
  const origin = processOrigin(pid, 'stat');
  if (stat === null) return notReadable(origin, 'the start time could not be read');
  if (host.bootTime === null) {
    return notReadable({ kind: 'process', path: '/proc/stat' }, 'the boot time could not be read');
  }
  return present(startTime(host.bootTime, stat.startTicks), origin);
}

/** Only this machine's own network can be compared with the collector's. Its own /proc knows it, whatever is mounted. */
function sameNetworkNamespace(host: Host, pid: number): boolean | null {
  if (host.source !== 'live') return null;
  const own = readValue(kernelProc('/proc').link('self/ns/net'));
  const other = readValue(host.proc.link(`${pid}/ns/net`));
  return own === undefined || other === undefined ? null : own === other;
}

function lazily(load: () => Bundle | null): () => Bundle | null {
  let loaded: { bundle: Bundle | null } | null = null;
  return () => {
    loaded ??= { bundle: load() };
    return loaded.bundle;
  };
}
