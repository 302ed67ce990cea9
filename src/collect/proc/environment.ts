import type { Component } from '../../components/component.ts';
import { parseStrings } from '../../machine/proc/parse.ts';
import type { Fact } from '../../model/fact.ts';
import type { Bundle } from '../container/bundle.ts';
import { fileOrigin, notReadable, present, processOrigin } from '../facts.ts';
import type { Host } from '../host.ts';
import { hidden, withoutUserInfo } from './redact.ts';

type Environment = Record<string, string>;

/** Variables that the component reads, from /proc/PID/environ, else from what its container was started with. */
export function environmentFact(
  host: Host,
  component: Component,
  pid: number,
  bundle: () => Bundle | null,
): Fact<Environment> {
  const origin = processOrigin(pid, 'environ');
  const reading = host.proc.read(`${pid}/environ`);
  if (reading.state === 'read') return present(keep(component, parseStrings(reading.value)), origin);
  const started = bundle();
  if (started !== null) return present(keep(component, started.environment), fileOrigin(started.path));
  return notReadable(origin, reading.state === 'missing' ? 'not there' : reading.reason);
}

/**
 * The first mention of a name counts, as in Go: copyenv in
 * https://github.com/golang/go/blob/go1.26.0/src/syscall/env_unix.go. A word without `=` sets nothing.
 */
function keep(component: Component, words: readonly string[]): Environment {
  const kept: Environment = {};
  for (const word of words) {
    const at = word.indexOf('=');
    const name = word.slice(0, Math.max(at, 0));
    if (!component.environment.has(name) || Object.hasOwn(kept, name)) continue;
    const value = word.slice(at + 1);
    kept[name] = component.secretVariables.has(name) ? hidden(value) : withoutUserInfo(value);
  }
  return kept;
}
