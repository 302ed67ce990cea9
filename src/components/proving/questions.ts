import { valueIfPresent } from '../../model/fact.ts';
import type { Observation } from '../../model/observation.ts';
import { reachOf } from '../kubernetes/addresses.ts';
import {
  answerTo,
  isWitness,
  itemsOf,
  open,
  type ProofContext,
  predicted,
  type Question,
  seen,
  seenList,
  statusOf,
  whyOpen,
} from './context.ts';
import type { Witness } from './witness.ts';

/** Whether the profiler is served to those who may ask for it: 404 is off, 200 on. */
export const profiler: Question = (context) => {
  const ours = predicted(context, 'profiling');
  if (isWitness(ours)) return ours;
  const answer = answerTo(context, 'PPROF', 'pprof');
  const status = statusOf(answer);
  if (answer === null || (status !== 200 && status !== 404)) return open(whyOpen(answer, 'PPROF'));
  return {
    predicted: ours.value === true ? 'on' : 'off',
    observed: status === 200 ? 'on' : 'off',
    sentence: `GET /debug/pprof/symbol at ${answer.address} answered ${status}: the profiler is ${status === 200 ? 'on' : 'off'}.`,
  };
};

/**
 * Whether somebody without credentials is taken for system:anonymous.
 *
 * @param on whether the value of the setting means that
 */
export function anonymous(setting: string, on: (value: unknown) => boolean): Question {
  return (context) => {
    const ours = predicted(context, setting);
    if (isWitness(ours)) return ours;
    const answer =
      context.observations.find(({ method, leaf }) => method === 'ANON' && leaf !== null) ?? null;
    const status = statusOf(answer);
    const letIn = status === 200 || (status === 403 && seen(answer, 'user') === 'system:anonymous');
    if (answer === null || (status !== 401 && !letIn)) return open(whyOpen(answer, 'ANON'));
    return {
      predicted: on(ours.value) ? 'taken' : 'refused',
      observed: letIn ? 'taken' : 'refused',
      sentence: `${answer.request} without credentials at ${answer.address} answered ${status}${letIn ? ': a stranger is taken for system:anonymous' : ''}.`,
    };
  };
}

/** Whether a hello with weak suites alone is taken, by what the configuration offers of them. */
export const weakSuites: Question = (context) => {
  const ours = predicted(context, 'cipher-suites-offered');
  if (isWitness(ours)) return ours;
  const answer = answerTo(context, 'WEAK');
  const [tried, chosen, keyType] = [
    seenList(answer, 'offered'),
    seen(answer, 'chosen'),
    seen(answer, 'keyType'),
  ];
  if (answer === null || tried === null || !['answered', 'refused', 'closed'].includes(answer.answer.kind))
    return open(whyOpen(answer, 'WEAK'));
  const offered = Array.isArray(ours.value) ? ours.value : [];
  const weak = offered.filter((suite) => !isStrong(suite));
  const usable = weak.filter((suite) => tried.includes(suite) && isFor(suite, keyType));
  if (weak.length > 0 && usable.length === 0)
    return open(`${weak.join(', ')} cannot be tried from here with the certificate that is served.`);
  if (typeof chosen === 'string') {
    const sentence = `${answer.address} agreed to ${chosen} in TLS 1.2.`;
    return { predicted: usable.includes(chosen) ? chosen : 'none of them', observed: chosen, sentence };
  }
  return {
    predicted: usable.length > 0 ? usable.join(' or ') : 'refused',
    observed: answer.answer.kind === 'refused' ? 'refused' : null,
    sentence: `${answer.address} refused TLS 1.2 with ${tried.length} weak cipher suites and no other.`,
  };
};

function isStrong(suite: string): boolean {
  return /^TLS_ECDHE_\w+_WITH_(?:AES_\d+_GCM|CHACHA20_POLY1305)/.test(suite);
}

function isFor(suite: string, keyType: unknown): boolean {
  return suite.includes('_ECDSA_') ? keyType === 'ec' : keyType !== 'ec';
}

/** A process that has just started may not have opened all its sockets. */
const SETTLED_MS = 60_000;

/** When a process, or the component inside it, started, in milliseconds since 1970; NaN where that is not known. */
export function startOf({ startedInside, startedAt }: ProofContext['process']): number {
  return Date.parse(startedInside ?? valueIfPresent(startedAt) ?? '');
}

/** Whether the process was old enough, when its sockets were read, for one that is not there to mean something. */
export function hasSettled({ process, observations }: ProofContext): boolean {
  const read = Date.parse(observations.find(({ method }) => method === 'LISTEN')?.at ?? '');
  return read - startOf(process) > SETTLED_MS;
}

/** Whether the process listens where the whole network reaches it, on any of its sockets. */
export const reach: Question = (context) => {
  const items = itemsOf(context, 'listeners');
  const sockets = seenList(answerTo(context, 'LISTEN'), 'sockets');
  if (sockets === null) return open('Which sockets it holds is not known.');
  if (sockets.length === 0 && !hasSettled(context))
    return open('The process has just started and listens nowhere yet.');
  const outside = sockets.filter((name) => reachOf(addressOf(name)) === 'network');
  const names = (list: readonly string[]) => (list.length === 0 ? 'no socket' : list.join(' and '));
  return {
    predicted: items.some(({ attributes }) => attributes.reach === 'network') ? 'network' : 'loopback',
    observed: outside.length > 0 ? 'network' : 'loopback',
    sentence:
      outside.length > 0
        ? `It listens on ${names(outside)}.`
        : `It listens on ${names(sockets)}, which this machine alone can reach.`,
  };
};

/** Whether the socket of one port is where the configuration has it. */
export function reachOfPort(property: string): Question {
  return (context) => {
    const [item] = itemsOf(context, property);
    const sockets = seenList(answerTo(context, 'LISTEN'), 'sockets');
    if (item === undefined || sockets === null) return open('Which sockets it holds is not known.');
    const port = portOf(item.label);
    const held = sockets.filter((name) => portOf(name) === port);
    if (held.length === 0 && !hasSettled(context))
      return open(`The process has just started and holds no socket of port ${port} yet.`);
    const observed = held.some((name) => reachOf(addressOf(name)) === 'network') ? 'network' : 'loopback';
    return {
      predicted: String(item.attributes.reach),
      observed: held.length === 0 ? 'not held' : observed,
      sentence:
        held.length === 0
          ? `The process holds no socket of port ${port}.`
          : `It listens on ${held.join(' and ')}.`,
    };
  };
}

/** `127.0.0.1:10257` and `[::]:10250` without the port and the brackets. */
export function addressOf(socket: string): string {
  return socket.slice(0, socket.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}

export function portOf(socket: string): string {
  return socket.slice(socket.lastIndexOf(':') + 1);
}

/** Key of the first certificate in a file that a setting names; null when it is not known. */
export function keyOfFile({ process, reading }: ProofContext, setting: string): string | null {
  const path = reading.setting(setting).value;
  const file = typeof path === 'string' ? valueIfPresent(process.files[path]) : undefined;
  const content = file === undefined ? undefined : valueIfPresent(file.content);
  return content?.kind === 'certificates' ? (content.certificates[0]?.publicKeySha256 ?? null) : null;
}

/** The certificate that the process showed to somebody without credentials. */
export function servedLeaf({ observations }: ProofContext): Observation | null {
  return observations.find(({ method, leaf }) => method === 'ANON' && leaf !== null) ?? null;
}

/** A gate as the process itself counts it. */
export function gate(name: string): Question {
  return (context): Witness => {
    const ours = predicted(context, name);
    if (isWitness(ours)) return ours;
    const answer = answerTo(context, 'METRIC', 'gates');
    const value = seen(answer, name);
    if (answer === null || typeof value !== 'boolean') return open(whyOpen(answer, 'METRIC'));
    return {
      predicted: String(ours.value === true),
      observed: String(value),
      sentence: `/metrics at ${answer.address} counts the feature gate ${name} as ${value ? 'on' : 'off'}.`,
    };
  };
}

/**
 * Whether the client certificate of the node's kubelet is known to a component.
 *
 * @param method and `probe`: the question that was asked with it
 */
export function knowsKubelet(method: Observation['method'], probe: string): Question {
  return (context) => {
    const ours = predicted(context, 'client-ca-file');
    if (isWitness(ours)) return ours;
    const answer = answerTo(context, method, probe);
    const user = seen(answer, 'user');
    const known = typeof user === 'string' && user.startsWith('system:node:');
    const refused = ours.value === null && statusOf(answer) === 401;
    if (answer === null || (!known && !refused)) return open(whyOpen(answer, method));
    return {
      predicted: ours.value === null ? 'not known' : 'known',
      observed: known ? 'known' : 'not known',
      sentence: known
        ? `${answer.address} knew the bearer of the node's client certificate as ${user}.`
        : `${answer.address} did not know the bearer of the node's client certificate (401).`,
    };
  };
}
