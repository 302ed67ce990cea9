import { loadCatalog } from '../../src/catalog/index.ts';
import { heldCredential } from '../../src/collect/cluster/credential.ts';
import { collectWith } from '../../src/collect/collect-with.ts';
import { components } from '../../src/components/index.ts';
import { evaluate } from '../../src/evaluate/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { prove } from '../../src/prove/index.ts';
import { CONTENT } from '../cases/case-file.ts';
import type { ControlPlane, ControlPlaneComponent } from './control-plane.ts';
import { COMPONENTS } from './control-plane-files.ts';

const catalog = loadCatalog(CONTENT);
const now = () => new Date();

/** The findings of all rules on the process of a component that runs now. */
export async function findingsOf(
  controlPlane: ControlPlane,
  name: ControlPlaneComponent,
): Promise<Finding[]> {
  return judged(await snapshotOf(controlPlane), controlPlane, name);
}

/**
 * Facts of the processes of a control plane, and what they answer; those of others on this machine are left alone.
 *
 * @param wanted names of the proofs to ask for; null: all
 */
export async function snapshotOf(
  controlPlane: ControlPlane,
  wanted: ReadonlySet<string> | null = null,
): Promise<Snapshot> {
  const options = { root: null, now, toolVersion: '0.0.0', progress: () => {} };
  return proved(await collectWith(components, options), controlPlane, wanted);
}

/** Findings on one component, of facts that may have been changed; of another process where one is named. */
export function judged(
  snapshot: Snapshot,
  controlPlane: ControlPlane,
  name: ControlPlaneComponent,
  pid: number = controlPlane.component(name).pid,
): Finding[] {
  const benchmark = catalog.benchmarks.find((one) => one.name === 'cis-kubernetes' && one.version === '1.12');
  if (benchmark === undefined) throw new Error('no benchmark 1.12');
  const only = { controls: [], rules: [], components: [name] };
  const input = {
    snapshot,
    catalog,
    benchmark,
    chosenBecause: '',
    at: new Date(),
    judge: 'effect',
    only,
  } as const;
  return evaluate(input).findings.filter(({ target }) => target.kind === 'process' && target.pid === pid);
}

async function proved(
  snapshot: Snapshot,
  { kubeconfig, component }: ControlPlane,
  wanted: ReadonlySet<string> | null,
): Promise<Snapshot> {
  const own = new Set<number>(COMPONENTS.map((name) => component(name).pid));
  const processes = snapshot.processes.filter(({ pid }) => own.has(pid));
  const user = await heldCredential({ kubeconfig, context: null, environment: {} });
  const ours = { ...snapshot, processes };
  const options = { now, toolVersion: '0.0.0', deep: true, user, wanted };
  return { ...ours, observations: await prove(ours, options) };
}

/** What was read and what was asked must never contradict each other on a process that runs as it was started. */
export function contradictions(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ status, proof }) => status === 'conflict' || proof.outcome === 'contradicted')
    .map(({ rule, reason }) => `${rule}: ${reason}`);
}

export function proofOf(findings: readonly Finding[], rule: string): string {
  return findings.find((one) => one.rule === rule)?.proof.outcome ?? 'no finding';
}
