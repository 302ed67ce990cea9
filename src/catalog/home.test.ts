import { describe, expect, it } from 'vitest';
import type { Benchmark } from '../model/benchmark.ts';
import { homeOf } from './home.ts';
import { loadCatalog } from './index.ts';

const catalog = loadCatalog('content');
const rule = catalog.rules.find(({ id }) => id === 'etcd-auto-tls');

/** The catalog in which only these versions have a control for the rule. */
function homeAmong(ids: readonly string[], name?: string): string | undefined {
  if (rule === undefined) throw new Error('no rule etcd-auto-tls');
  const id = (one: Benchmark) => `${one.name}@${one.version}`;
  const benchmarks = catalog.benchmarks.map((one) =>
    ids.includes(id(one)) ? one : { ...one, controls: [] },
  );
  const home = homeOf({ ...catalog, benchmarks }, rule, name);
  return home && `${id(home.benchmark)} ${home.control.control}`;
}

describe('homeOf', () => {
  it.each<[string, readonly string[], string | undefined, string | undefined]>([
    [
      'the newest version of the name',
      ['cis-kubernetes@1.5', 'cis-kubernetes@1.6', 'cis-rke2@1.8'],
      'cis-kubernetes',
      'cis-kubernetes@1.6 2.3',
    ],
    [
      'cis-kubernetes where the name has none',
      ['cis-kubernetes@1.5', 'cis-rke2@1.8'],
      'cis-eks',
      'cis-kubernetes@1.5 2.3',
    ],
    ['another where both have none', ['cis-k3s@1.9', 'cis-rke2@1.8'], undefined, 'cis-rke2@1.8 2.3'],
    ['nothing where none has', [], undefined, undefined],
  ])('is %s', (_name, ids, name, expected) => {
    expect(homeAmong(ids, name)).toBe(expected);
  });
});
