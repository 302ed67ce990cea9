import type { ProcessFacts } from '../model/snapshot.ts';
import { judgedComponents } from './registry.ts';
import { newestStarting, type StartingCandidate } from './subject.ts';

interface Ports {
  /** Settings that are a port, or an address with one. */
  settings: readonly string[];
  /** Ports that are this component's whatever it is set to: one that should be closed must be seen where it is open. */
  always?: readonly number[];
}

const PORTS: Readonly<Record<string, Ports>> = {
  'kube-apiserver': { settings: ['secure-port'] },
  'kube-controller-manager': { settings: ['secure-port'] },
  'kube-scheduler': { settings: ['secure-port'] },
  kubelet: { settings: ['port', 'read-only-port', 'healthz-port'], always: [10_255] },
  'kube-proxy': { settings: ['metrics-bind-address'] },
};

/**
 * The ports that a component listens on by its own settings, to tell its sockets from those of others in the same
 * process. Null when its settings are not known, or it is not one that is told by them.
 */
export function ownPorts(process: ProcessFacts): readonly number[] | null {
  const ports = PORTS[process.component];
  const judged = judgedComponents.find(({ name }) => name === process.component);
  const reading = judged === undefined ? null : newestStarting(judged.judge(process, null).candidates);
  if (ports === undefined || reading === null) return null;
  const found = ports.settings.map((name) => portIn(reading, name));
  return found.some((port) => port === null)
    ? null
    : [...found.flatMap((port) => port ?? []), ...(ports.always ?? [])];
}

/** Null when what decides is not known. */
function portIn(reading: StartingCandidate, name: string): number | null {
  const { value, undecided } = reading.setting(name);
  if (undecided !== undefined) return null;
  const port = Number(
    String(value ?? '')
      .split(':')
      .at(-1),
  );
  return Number.isInteger(port) ? port : null;
}
