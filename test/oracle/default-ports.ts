import type { Prediction } from './prediction.ts';

const PORTS: readonly (number | null)[] = [2379, 2380];
let queue: Promise<unknown> = Promise.resolve();

/** Others on the machine may use them too, and take or give them back at any moment. */
export function usesDefaultPorts(prediction: Prediction): boolean {
  if (prediction.outcome !== 'starts') return false;
  return prediction.listeners.some(({ port }) => PORTS.includes(port));
}

/** Runs `use` at once, or, where it is to listen on etcd's own default ports, after all others that do. */
export function inTurn<T>(prediction: Prediction, use: () => Promise<T>): Promise<T> {
  if (!usesDefaultPorts(prediction)) return use();
  const turn = queue.then(use);
  queue = turn.catch(() => {});
  return turn;
}
