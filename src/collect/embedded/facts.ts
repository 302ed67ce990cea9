import { posix } from 'node:path';
import type { Component } from '../../components/component.ts';
import { ownPorts } from '../../components/own-ports.ts';
import { type Reading, readValue } from '../../machine/reading.ts';
import { type Fact, valueIfPresent } from '../../model/fact.ts';
import type { FileFacts, ListeningSocket, ProcessFacts } from '../../model/snapshot.ts';
import { notReadable, present, processOrigin } from '../facts.ts';
import type { Host } from '../host.ts';
import { redactArguments } from '../proc/redact.ts';
import type { ProcessRoot } from '../process-root.ts';
import { startOf } from './changed.ts';
import type { Inside } from './inside.ts';

/** The words that a program hands to a component inside it, behind the component's name. */
export function handedArguments(component: Component, { words }: Inside): Fact<string[]> {
  if (words.state !== 'present') return words;
  const argv = [component.name, ...words.value.map(({ text }) => text)];
  return present(redactArguments(argv, component.secretFlags), words.origin);
}

/** What else is true of a component that shares its process. */
export function aroundIt(
  host: Host,
  pid: number,
  root: Reading<ProcessRoot>,
  { program, words, kubeletRoot }: Inside,
): Pick<ProcessFacts, 'inside' | 'argvOrigins' | 'startedInside'> {
  const up = kubeletRoot === null ? null : upSince(host, pid, root, kubeletRoot);
  return {
    inside: program,
    ...(words.state === 'present'
      ? { argvOrigins: [processOrigin(pid, 'exe'), ...words.value.map(({ origin }) => origin)] }
      : {}),
    ...(up === null ? {} : { startedInside: new Date(up).toISOString() }),
  };
}

/**
 * When everything in the process was up, in milliseconds since 1970: the kubelet is the last to start, and opens this
 * socket anew each time. What the program wrote for its components in between is older than that, though newer than the
 * process. Null where the socket is not there or is left from an earlier start.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubelet/cm/devicemanager/plugin/v1beta1/server.go Start
 */
function upSince(host: Host, pid: number, root: Reading<ProcessRoot>, kubeletRoot: string): number | null {
  const start = startOf(host, pid);
  if (root.state !== 'read' || start === null) return null;
  const socket = posix.join(kubeletRoot, 'device-plugins/kubelet.sock');
  const opened = readValue(root.value.fs.stat(socket))?.stats.mtimeMs;
  return opened === undefined || opened < start ? null : opened;
}

/** Settings of etcd that name the ports it listens on. */
const LISTEN = /^listen-.+-urls$/;

/**
 * The sockets of one component among those of its process: those of etcd by the ports that its file names, those of
 * others by the ports of their settings.
 */
export function ownSockets(process: ProcessFacts, { program }: Inside): Fact<ListeningSocket[]> {
  const { component, listeners, files, pid } = process;
  if (listeners.state !== 'present') return listeners;
  const ports =
    component === 'etcd'
      ? Object.values(files).flatMap((file) => portsNamed(valueIfPresent(file)?.content))
      : ownPorts(process);
  if (ports === null)
    return notReadable(
      processOrigin(pid, 'fd'),
      `which sockets of ${program} are those of ${component} could not be told`,
    );
  const own = listeners.value.filter(({ port }) => port !== null && ports.includes(port));
  return present(own, listeners.origin);
}

function portsNamed(content: FileFacts['content'] | undefined): number[] {
  const document = valueIfPresent(content);
  if (document?.kind !== 'config') return [];
  return document.entries
    .filter(({ path }) => LISTEN.test(path.join('.')))
    .flatMap(({ value }) => String(value).match(/:\d+(?=[,\s]|$)/g) ?? [])
    .map((port) => Number(port.slice(1)));
}
