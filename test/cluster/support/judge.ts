import { loadCatalog } from '../../../src/catalog/index.ts';
import { collect } from '../../../src/collect/index.ts';
import { evaluate } from '../../../src/evaluate/index.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { CONTENT } from '../../cases/case-file.ts';
import { CasePki, plantCase } from '../../cases/plant-case.ts';
import { factsBy } from './facts.ts';

const catalog = loadCatalog(CONTENT);
const pki = new CasePki();

/** The finding of a rule (`rbac-create-pods`) about the cluster that a kubeconfig leads to. */
export async function findingOf(rule: string, kubeconfig: string): Promise<Finding> {
  const id = `cluster-${rule}`;
  const benchmark = catalog.benchmarks.findLast(({ controls }) =>
    controls.some(({ rules }) => rules.includes(id)),
  );
  if (benchmark === undefined) throw new Error(`no benchmark has ${id}`);
  const at = new Date();
  // A machine where nothing of Kubernetes runs.
  const root = await plantCase({}, pki);
  const nowhere = await collect({ root, now: () => at, toolVersion: '0.0.0', progress: () => {} });
  const snapshot = { ...nowhere, cluster: await factsBy(kubeconfig) };
  const only = { controls: [], rules: [id], components: [] };
  const { findings } = evaluate({
    snapshot,
    catalog,
    benchmark,
    chosenBecause: '',
    at,
    judge: 'effect',
    only,
  });
  const [finding] = findings;
  if (finding === undefined || findings.length > 1) throw new Error(`${findings.length} findings of ${id}`);
  return finding;
}
