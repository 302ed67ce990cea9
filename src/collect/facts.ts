import type { Fact } from '../model/fact.ts';
import type { Origin } from '../model/origin.ts';
import type { Reading } from './reading.ts';

export function present<T>(value: T, origin: Origin): Fact<T> {
  return { state: 'present', value, origin };
}

export function absent(...lookedAt: Origin[]): Fact<never> {
  return { state: 'absent', lookedAt };
}

export function notReadable(at: Origin, reason: string): Fact<never> {
  return { state: 'unreadable', at, reason };
}

export function fileOrigin(path: string): Origin {
  return { kind: 'filesystem', path };
}

export function processOrigin(pid: number, name: string): Origin {
  return { kind: 'process', path: `/proc/${pid}/${name}` };
}

/** What procfs says of a running process is never absent: if it is missing, it could not be read. */
export function procFact<T>(reading: Reading<T>, origin: Origin): Fact<T> {
  switch (reading.state) {
    case 'read':
      return present(reading.value, origin);
    case 'missing':
      return notReadable(origin, 'not there');
    case 'unreadable':
      return notReadable(origin, reading.reason);
  }
}
