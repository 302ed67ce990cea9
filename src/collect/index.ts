import { components } from '../components/index.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { type CollectOptions, collectWith } from './collect-with.ts';

/** Facts about a machine and every process of a known component on it. See `collectWith`. */
export function collect(options: CollectOptions): Promise<Snapshot> {
  return collectWith(components, options);
}
