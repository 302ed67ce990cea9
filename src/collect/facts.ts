import type { Fact } from '../model/fact.ts';
import type { Origin } from '../model/origin.ts';

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
