import type { Catalog } from '../../model/benchmark.ts';
import type { Rule } from '../../model/rule.ts';
import { BENCHMARK_TITLES } from '../titles.ts';

/** One row of "Controls and other frameworks": who asks for it, and where. */
export interface Obligation {
  source: string;
  ids: string;
}

const FRAMEWORK_TITLES: Readonly<Record<string, string>> = {
  'cis-controls-v6': 'CIS Controls 6',
  'cis-controls-v7': 'CIS Controls 7',
  'cis-controls-v8': 'CIS Controls 8',
  'disa-stig-kubernetes': 'DISA STIG for Kubernetes',
  'nist-800-53': 'NIST SP 800-53',
  'pci-dss-3.2.1': 'PCI DSS 3.2.1',
  'pci-dss-4.0': 'PCI DSS 4.0',
  'iso-27001-2022': 'ISO/IEC 27001:2022',
  'nsa-cisa-kubernetes': 'NSA/CISA hardening guide',
};

/** Everything that asks for what the rule asks: benchmark controls first, other frameworks after them. */
export function obligationsOf(rule: Rule, catalog: Catalog): Obligation[] {
  return [...benchmarkObligations(rule, catalog), ...frameworkObligations(rule, catalog)];
}

/** One row per benchmark and control number, with the versions that use that number. */
function benchmarkObligations(rule: Rule, catalog: Catalog): Obligation[] {
  const versions = new Map<string, string[]>();
  for (const { name, version, controls } of catalog.benchmarks) {
    for (const { control, rules } of controls) {
      if (!rules.includes(rule.id)) continue;
      const source = BENCHMARK_TITLES[name] ?? name;
      const key = `${source}\n${control}`;
      versions.set(key, [...(versions.get(key) ?? []), version]);
    }
  }
  return [...versions].map(([key, list]) => {
    const [source = '', control = ''] = key.split('\n');
    return { source, ids: `${control} in ${list.join(', ')}` };
  });
}

function frameworkObligations(rule: Rule, catalog: Catalog): Obligation[] {
  const mapping = catalog.mappings.find(({ key }) => key === rule.key);
  return Object.entries(mapping?.frameworks ?? {}).map(([framework, ids]) => ({
    source: FRAMEWORK_TITLES[framework] ?? framework,
    ids: ids.map((id) => named(framework, id, catalog)).join(', '),
  }));
}

function named(framework: string, id: string, catalog: Catalog): string {
  const safeguard = catalog.safeguards.find(
    (one) => framework === `cis-controls-v${one.version}` && one.id === id,
  );
  return safeguard === undefined ? id : `${id} (${safeguard.name})`;
}
