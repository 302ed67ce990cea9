import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Benchmark } from '../model/benchmark.ts';
import { loadCatalog } from './index.ts';

/**
 * What the published lists of recommendations hold, taken down apart from content/controls: controls, automated
 * ones, those of level 2, and the SHA-256 over a line `<number> <key> <level> <assessment>` for each in the order of
 * numbers.
 */
const EXPECTED = [
  ['cis-aks@1.8', 51, 16, 2, 'c88b98c4161c28fd88cc738bc0b1e646891ef2b62bdabe91e71829cd115e51f5'],
  ['cis-eks@2.0.0', 47, 29, 9, '39c79b9ad9cfb795d4f4cf174f822a2cbd966e866a5b72937988a40b615a2fd8'],
  ['cis-gke@1.9.0', 57, 37, 0, '3cbc8bbf929bacb7039c8c65ddc0ef76844113795e8b8c747159782c370a07a3'],
  ['cis-k3s@1.9', 130, 71, 15, '78a71ba6b241786c034478c596f78549e73e62aa3f79d0f1c486fad8e6afb349'],
  ['cis-kubernetes@1.5', 122, 87, 11, 'cc7c88ae0d2bebcd81656b1777045f36f54d5245733de292f385b2b72a7797bf'],
  ['cis-kubernetes@1.6', 122, 69, 13, '66fbf600235c5565201882c6165d56c15f0f8cff05d49f5daaca6fbc610bcf08'],
  ['cis-kubernetes@1.20', 123, 77, 13, '94aefab50fc649cde418d365456ca01b4917f62b506f4c0bdf64185982b628c1'],
  ['cis-kubernetes@1.23', 125, 74, 13, 'cf0c4515a6bd037ff7efd037f270faad8c3e231998a3e816903755c192e5c375'],
  ['cis-kubernetes@1.24', 124, 71, 13, 'ddf4df01fa8e8fe5bc261671045dd12005d3bdd10ad9c1a9eb80b523c218fb67'],
  ['cis-kubernetes@1.7', 131, 68, 13, 'b17440ee7163a1e4a2cbe5dffa9df0c95d0196f432bb49d5abd4dcebaccafe2c'],
  ['cis-kubernetes@1.8', 130, 70, 16, 'a05711e32252232d162a1a9a92ceec5e8f47a1277552b9fadbfc0cd32cf7a883'],
  ['cis-kubernetes@1.9', 130, 70, 15, 'f8ac357df076d49472496c7c942dfa552d40bf7aef6121843e83073131fc1015'],
  ['cis-kubernetes@1.10', 130, 70, 15, 'f8ac357df076d49472496c7c942dfa552d40bf7aef6121843e83073131fc1015'],
  ['cis-kubernetes@1.11', 133, 65, 16, '21583316d02ab03ea0379ad358460f6c8e49b19bafbac83f49ed84f3e3de0a9f'],
  ['cis-kubernetes@1.12', 131, 65, 15, '41f0580ad3236e6542490b38e79a49ab6e5a1bf442f6adf595fd1bbb59ba7893'],
  ['cis-kubernetes@2.0.1', 131, 64, 15, 'e76a2898e9a23a25f499d0a6e16597c9ac862a5f53a84c5c54a4f28bc4475c4c'],
  ['cis-openshift@1.9', 115, 13, 13, '04f13a487a2e91070fa8672bb6e32a0ef2ba648fce655ea7a30f3eaa087fb5f5'],
  ['cis-rke2@1.8', 130, 73, 16, '482104f0011220f52cea2110da30c5e1e762f11692dba1d5a1a2efb2a51bc843'],
] as const;

const catalog = loadCatalog('content');

function held(id: string): Benchmark {
  const benchmark = catalog.benchmarks.find((one) => `${one.name}@${one.version}` === id);
  if (benchmark === undefined) throw new Error(`no benchmark ${id}`);
  return benchmark;
}

describe('content/controls', () => {
  it('holds these benchmarks and no other', () => {
    const ids = catalog.benchmarks.map(({ name, version }) => `${name}@${version}`);

    expect(ids.sort()).toEqual(EXPECTED.map(([id]) => id).sort());
  });

  it.each(EXPECTED)('holds every control of %s', (id, total, automated, second, digest) => {
    const { controls } = held(id);

    const lines = controls.map((one) => `${one.control} ${one.key} ${one.level} ${one.assessment}\n`);

    expect(controls).toHaveLength(total);
    expect(controls.filter(({ assessment }) => assessment === 'automated')).toHaveLength(automated);
    expect(controls.filter(({ level }) => level === 2)).toHaveLength(second);
    expect(createHash('sha256').update(lines.join('')).digest('hex')).toBe(digest);
  });

  it('lists controls in the order of their numbers', () => {
    const disordered = catalog.benchmarks.flatMap(({ controls, ...benchmark }) => {
      const numbers = controls.map(({ control }) => control);
      const sorted = [...numbers].sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
      return numbers.join() === sorted.join() ? [] : [benchmark.name];
    });

    expect(disordered).toEqual([]);
  });
});

describe('what versions of a benchmark expect', () => {
  /** Values of a control's parameter by version; those that take the rule's default are left out. */
  function valuesOf(key: string, parameter: string) {
    const entries = catalog.benchmarks.flatMap(({ name, version, controls }) => {
      const value = controls.find((one) => one.key === key)?.parameters?.[parameter];
      return value === undefined ? [] : [[`${name}@${version}`, value] as const];
    });
    return Object.fromEntries(entries);
  }

  it('asked for mode 644 of manifests before 1.24', () => {
    expect(valuesOf('file.apiserver-manifest.mode', 'mode')).toEqual({
      'cis-kubernetes@1.5': '644',
      'cis-kubernetes@1.6': '644',
      'cis-kubernetes@1.20': '644',
      'cis-kubernetes@1.23': '644',
    });
  });

  it('asked for mode 600 of certificates from 1.24 to 1.10 only', () => {
    expect(valuesOf('file.pki-cert.mode', 'mode')).toEqual({
      'cis-k3s@1.9': '600',
      'cis-kubernetes@1.24': '600',
      'cis-kubernetes@1.7': '600',
      'cis-kubernetes@1.8': '600',
      'cis-kubernetes@1.9': '600',
      'cis-kubernetes@1.10': '600',
      'cis-openshift@1.9': '600',
      'cis-rke2@1.8': '600',
    });
  });

  it('names two more areas of the audit policy from 2.0.1 on', () => {
    expect(valuesOf('audit.policy-content', 'also')).toEqual({
      'cis-kubernetes@2.0.1': ['certificatesigningrequests', 'serviceaccounts/token'],
    });
  });

  it('names another owner of the etcd data directory where etcd has no user of its own', () => {
    expect(valuesOf('file.etcd-datadir.owner', 'owner')).toEqual({
      'cis-openshift@1.9': 'root:root',
      'cis-rke2@1.8': 'root:root',
    });
  });

  // Eight in the three oldest, of which those with ChaCha20 have two names each.
  it('allowed these numbers of cipher suites', () => {
    const counts = Object.entries(valuesOf('apiserver.tls-ciphers', 'suites')).map(
      ([version, suites]) => [version, Array.isArray(suites) ? suites.length : 0] as const,
    );

    expect(Object.fromEntries(counts)).toEqual({
      'cis-k3s@1.9': 21,
      'cis-kubernetes@1.5': 10,
      'cis-kubernetes@1.6': 10,
      'cis-kubernetes@1.20': 10,
      'cis-kubernetes@1.23': 21,
      'cis-kubernetes@1.24': 21,
      'cis-kubernetes@1.7': 21,
      'cis-kubernetes@1.8': 21,
      'cis-kubernetes@1.9': 21,
      'cis-kubernetes@1.10': 15,
      'cis-kubernetes@1.11': 15,
      'cis-openshift@1.9': 9,
      'cis-rke2@1.8': 21,
    });
  });

  it('titles a topic differently only where versions expect something else', () => {
    const titles = Map.groupBy(
      catalog.benchmarks.filter(({ name }) => name === 'cis-kubernetes').flatMap(({ controls }) => controls),
      ({ key }) => key,
    );
    const varied = [...titles].filter(([, controls]) => new Set(controls.map(({ title }) => title)).size > 1);

    expect(varied.filter(([key]) => !key.endsWith('.mode')).map(([key]) => key)).toEqual([
      'kubelet.read-only-port',
      'apiserver.admission.DenyServiceExternalIPs',
    ]);
  });
});

describe('controls that only a person can judge', () => {
  const people = catalog.benchmarks.flatMap(({ name, controls }) =>
    controls.filter(({ manual }) => manual !== undefined).map((control) => ({ ...control, name })),
  );

  it('leaves no control of a cloud without saying where to look', () => {
    const cloud = catalog.benchmarks.flatMap(({ controls }) =>
      controls.filter(({ key }) => /^(eks|aks|gke|managed)\./.test(key)),
    );

    expect(cloud.length).toBeGreaterThan(50);
    expect(cloud.filter(({ manual }) => manual === undefined)).toEqual([]);
  });

  it.each(people)('says of $name $control why and where to look', ({ manual, rules }) => {
    expect(manual?.why).toMatch(/^[A-Z].{20,}\.$/);
    expect(manual?.look).toMatch(/^[A-Za-z`].{20,}\.$/);
    expect(rules).toEqual([]);
  });
});
