import type { Prediction } from './prediction.ts';

const PORTS: readonly (number | null)[] = [2379, 2380];
let queue: Promise<unknown> = Promise.resolve();

/** Runs `use` at once, or, where it is to listen on etcd's own default ports, after all others that do. */
export function inTurn<T>(prediction: Prediction, use: () => Promise<T>): Promise<T> {
  if (prediction.outcome !== 'starts') return use();
  if (!prediction.listeners.some(({ port }) => PORTS.includes(port))) return use();
  const turn = queue.then(use);
  queue = turn.catch(() => {});
  return turn;
}
