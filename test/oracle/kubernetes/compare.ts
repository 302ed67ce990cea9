import type { StartingCandidate } from '../../../src/components/subject.ts';
import type { Served } from './ask-server.ts';
import type { Started } from './subject.ts';

/** Where the configuration that a program shows holds each setting, by names of Go's fields joined by dots. */
export type Fields = Readonly<Record<string, string>>;

/** Settings, profiles and listeners that differ, a line each. */
export function servedDifferences(
  fields: Fields,
  candidate: StartingCandidate,
  real: Started<Served>,
  port: number,
): string[] {
  return [
    ...(real.configuration === null ? [] : settingDifferences(fields, candidate, real.configuration)),
    ...profileDifference(candidate, real.profiles),
    ...listenerDifferences(candidate, real.ports, port),
  ];
}

function settingDifferences(
  fields: Fields,
  candidate: StartingCandidate,
  configuration: Served['configuration'],
): string[] {
  return Object.entries(fields).flatMap(([name, path]) => {
    const expected = candidate.setting(name).value;
    const found = at(configuration, path);
    return shown(expected ?? '') === shown(found ?? '')
      ? []
      : [`${name} is ${shown(found)}, not ${shown(expected)}`];
  });
}

function at(configuration: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], configuration);
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

function profileDifference(candidate: StartingCandidate, real: boolean | null): string[] {
  const expected = candidate.setting('profiling').value;
  return real === null || real === expected ? [] : [`profiles are ${real ? '' : 'not '}served`];
}

/** The port of a draw, and no other, is served when a listener on it is predicted. */
function listenerDifferences(
  candidate: StartingCandidate,
  real: ReadonlySet<string>,
  port: number,
): string[] {
  const property = candidate.property('listeners', {});
  const labels = property.state === 'items' ? property.items.map(({ label }) => label) : [];
  const expected = labels.map((label) => label.slice(label.lastIndexOf(':') + 1));
  const [left, right] = [expected.sort().join(' '), [...real].sort().join(' ')];
  return left === right ? [] : [`it listens on "${right}", not "${left}" (the draw's port is ${port})`];
}
