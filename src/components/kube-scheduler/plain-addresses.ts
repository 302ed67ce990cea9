import type { Origin } from '../../model/origin.ts';
import { splitHostPort } from '../go-url.ts';
import { canonicalIp, joinHostPort, parseIp } from '../kubernetes/addresses.ts';
import { type ServedAddress, servedAt } from '../kubernetes/listeners.ts';
import { type Lookup, textOf } from '../kubernetes/lookup.ts';
import { type Refusal, refuses } from '../kubernetes/reading.ts';
import type { SchedulerFile } from './config-file.ts';
import { PROGRAM } from './conventions.ts';

/** The last minor that serves health, metrics and profiles without TLS and authentication. */
const LAST = 22;
const PORT = 10251;
const DEFAULT_ADDRESS = `0.0.0.0:${PORT}`;

/** Plain listeners, or why the addresses keep the scheduler from starting. */
export type PlainAddresses = readonly ServedAddress[] | Refusal;

/**
 * Why the flags for the plain port are refused, a configuration file beside them or not.
 * https://github.com/kubernetes/kubernetes/blob/v1.22.17/cmd/kube-scheduler/app/options/insecure_serving.go Validate
 */
export function plainFlagsRefusal(lookup: Lookup, minor: number): Refusal | null {
  const port = lookup('port');
  if (minor > LAST) {
    const isRefused = minor === 23 && port.value !== 0;
    return isRefused ? refused(minor, `--port ${port.value} may only be 0`, port.origin) : null;
  }
  if (Number(port.value) < 0 || Number(port.value) > 65535)
    return refused(minor, `--port ${port.value} is no port`, port.origin);
  const address = textOf(lookup, 'address');
  if (address === null || parseIp(address, true) !== null) return null;
  return refused(minor, `--address ${JSON.stringify(address)} is no IP address`, lookup('address').origin);
}

/** The plain port by flags, for a process without a configuration file. Same file, ApplyTo */
export function plainByFlags(lookup: Lookup, minor: number): PlainAddresses {
  const [address, port] = [lookup('address'), lookup('port')];
  if (minor > LAST || port.value === 0) return [];
  if (address.value === null) return refused(minor, 'there is no --address for --port', address.origin);
  const served = servedAt(address, port, 'plaintext');
  return served === null ? [] : [served];
}

/**
 * The plain addresses beside a configuration file, which then decides alone: left out or, up to v1beta1, empty opens
 * the default. From 1.23 on nothing is served there and the keys may only be empty or name port 0.
 */
export function plainByFile(file: SchedulerFile, minor: number): PlainAddresses {
  const read = ['healthzBindAddress', 'metricsBindAddress'].map((key) => plainAddress(file, key, minor));
  const refusal = read.find((one) => one !== null && 'outcome' in one);
  if (refusal !== undefined) return refusal as Refusal;
  const served = read.filter((one): one is ServedAddress => one !== null && !('outcome' in one));
  return served.filter((one, index) => served.findIndex((other) => isSame(one, other)) === index);
}

function isSame(one: ServedAddress, other: ServedAddress): boolean {
  return one.ip === other.ip && one.port === other.port;
}

function plainAddress(file: SchedulerFile, key: string, minor: number): ServedAddress | Refusal | null {
  const given = file.values.get(key);
  const origin = given?.origin ?? ({ kind: 'default', version: `1.${minor}` } as const);
  const text = typeof given?.value === 'string' ? given.value : undefined;
  if (minor > LAST) return isHarmless(text) ? null : refusedFile(file, key, 'may only name port 0', origin);
  const socket = splitHostPort(defaulted(text, file.version));
  const ip = parseIp(socket?.host ?? '', true);
  const port = Number(socket?.port);
  if (ip === null || !(port >= 1 && port <= 65535))
    return refusedFile(file, key, 'is no address with a port', origin);
  return { ip: canonicalIp(ip), port, transport: 'plaintext', origin };
}

/** https://github.com/kubernetes/kubernetes/blob/v1.22.17/pkg/scheduler/apis/config/v1beta2/defaults.go, and v1beta1 */
function defaulted(text: string | undefined, version: string): string {
  if (text === undefined) return DEFAULT_ADDRESS;
  const socket = splitHostPort(text);
  if (socket !== null) return joinHostPort(socket.host === '' ? '0.0.0.0' : socket.host, socket.port);
  if (parseIp(text, true) !== null) return joinHostPort(text, PORT);
  return version === 'v1beta2' ? text : DEFAULT_ADDRESS;
}

function isHarmless(text: string | undefined): boolean {
  if (text === undefined || text === '') return true;
  const socket = splitHostPort(text);
  return socket !== null && parseIp(socket.host, false) !== null && /^[+-]?0+$/.test(socket.port);
}

function refused(minor: number, because: string, origin: Origin): Refusal {
  return refuses(`${PROGRAM} 1.${minor} refuses its arguments: ${because}.`, origin);
}

function refusedFile({ stale }: SchedulerFile, key: string, because: string, origin: Origin): Refusal {
  return refuses(`${PROGRAM} refuses its configuration file: ${key} ${because}.`, origin, stale);
}
