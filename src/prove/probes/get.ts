import { nothing } from './keep.ts';
import type { Probe } from './probe.ts';

/** A local probe that is one GET, as the user's credential unless told otherwise. */
export function get(
  id: string,
  method: Probe['method'],
  path: string,
  keep: Probe['keep'],
  as: Probe['as'] = ['user'],
): Probe {
  return { id, method, level: 'local', as, ask: () => ({ verb: 'GET', path }), keep };
}

/** Whether there is a profiler, by the cheapest of its paths. */
export const pprof: Probe = get('pprof', 'PPROF', '/debug/pprof/symbol', nothing);

/** The effective configuration, of which `keep` takes the listed keys. */
export function configz(keep: Probe['keep'], as?: Probe['as']): Probe {
  return get('configz', 'CFGZ', '/configz', keep, as);
}
