import { chooseBenchmark } from '../../catalog/select.ts';
import { decodeConfig } from '../../collect/config/decode-config.ts';
import { startOfProcess } from '../../collect/embedded/systemd/of-process.ts';
import { etcd } from '../../components/etcd/index.ts';
import { kubeProxy } from '../../components/kube-proxy/index.ts';
import { kubelet } from '../../components/kubelet/index.ts';
import { judgedComponents } from '../../components/registry.ts';
import { evaluate } from '../../evaluate/index.ts';
import { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { Benchmark, Catalog } from '../../model/benchmark.ts';
import { KubetrueError } from '../../model/errors.ts';
import type { Report } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { FileContent, Snapshot } from '../../model/snapshot.ts';
import { makePlan } from '../../remediate/plan/index.ts';
import { openCatalog } from '../catalog.ts';
import { clockOf } from '../clock.ts';
import { clusterRequestOf, collectFacts, HERE, type Proving } from '../facts.ts';
import { benchmarkGrounds } from '../grounds.ts';
import { checkOutput, writeOutput, writeStdout } from '../output.ts';
import { type Invocation, optionOf } from '../parse.ts';
import { startProgress } from '../progress.ts';
import { allowedRules, type Selection, selectionOf } from '../selection.ts';
import { lookOf } from '../terminal.ts';
import { VERSION } from '../version.ts';
import { configSources } from './config-sources.ts';

/** `kubetrue fix plan`: looks, judges and says what it would change. Returns 0, or 1 when nothing could be planned. */
export async function plan(invocation: Invocation): Promise<number> {
  const at = clockOf(optionOf(invocation, 'at'));
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  const catalog = await openCatalog();
  const root = optionOf(invocation, 'root') ?? null;
  const progress = startProgress(process.stderr, process.env, invocation.options.has('quiet'));
  const proving = (optionOf(invocation, 'prove') ?? 'local') as Proving;
  const snapshot = await collectFacts(
    { ...HERE, root },
    proving,
    progress,
    root === null ? clusterRequestOf(invocation) : null,
  ).finally(() => progress.stop());
  const made = await planFor({ invocation, catalog, snapshot, root, at });
  if (output !== null) writeOutput(output, jsonOf(made), 0o600);
  await writeStdout(await shown(invocation, made, output));
  return made.changes.length === 0 && made.notPlanned.length > 0 ? 1 : 0;
}

interface Facts {
  invocation: Invocation;
  catalog: Catalog;
  snapshot: Snapshot;
  root: string | null;
  at: Date;
}

async function planFor({ invocation, catalog, snapshot, root, at }: Facts): Promise<Plan> {
  const { benchmark, because } = chooseBenchmark(
    catalog,
    optionOf(invocation, 'benchmark') ?? null,
    benchmarkGrounds(snapshot),
  );
  const only = selectionOf(invocation, catalog, benchmark);
  const judge = (facts: Snapshot, selection: Selection): Report =>
    evaluate({
      snapshot: facts,
      catalog,
      benchmark,
      chosenBecause: because,
      at,
      judge: 'effect',
      only: selection,
    });
  const report = judge(snapshot, only);
  const sourceOf = await configSources(invocation, root, { snapshot, report });
  const files = openRoot(root ?? '/');
  try {
    return makePlan({
      report,
      snapshot,
      benchmark,
      rules: catalog.rules,
      files,
      consented: consentedBy(invocation, catalog, benchmark, only),
      toolVersion: VERSION,
      machineId: machineIdOf(files),
      at,
      judge: (facts) => judge(facts, { controls: [], rules: [], components: COMPONENTS }),
      startOfProcess: (pid) => startOfProcess(files, pid),
      sourceOf,
      reread,
    });
  } finally {
    files.close();
  }
}

/** Those whose edits are tried out on the facts before they are planned. */
const COMPONENTS = judgedComponents.map(({ name }) => name);

function openRoot(directory: string): RootedFs {
  const opened = RootedFs.open(directory, 'CAP_DAC_READ_SEARCH');
  if (opened.state === 'read') return opened.value;
  const why = opened.state === 'missing' ? 'it is not there' : opened.reason;
  throw new KubetrueError('KT_ROOT', `Cannot use ${directory}: ${why}.`);
}

function machineIdOf(files: RootedFs): string | null {
  const read = files.read('/etc/machine-id', 4096);
  const text = read.state === 'read' ? read.value.toString('latin1').trim() : '';
  return text === '' ? null : text;
}

/** Whoever names a rule or its control wants to see its fix, consent or not; applying it needs --allow again. */
function consentedBy(
  invocation: Invocation,
  catalog: Catalog,
  benchmark: Benchmark,
  { rules, controls }: Selection,
): ReadonlySet<string> {
  const named = benchmark.controls.filter(({ control }) => controls.includes(control));
  const allowed = allowedRules(invocation, catalog);
  return new Set([...rules, ...allowed, ...named.flatMap((control) => control.rules)]);
}

function reread(component: string, bytes: Buffer): FileContent | null {
  const found = [kubelet, kubeProxy, etcd].find(({ name }) => name === component);
  if (found === undefined) return null;
  const read = decodeConfig(bytes, found.configKeys);
  return read.state === 'read' ? read.value : null;
}

async function shown(invocation: Invocation, made: Plan, output: string | null): Promise<string> {
  if (optionOf(invocation, 'format') === 'json') return output === null ? jsonOf(made) : '';
  const { renderPlan } = await import('../../report/plan-text.ts');
  const look = lookOf(process.stdout, process.env, invocation.options.has('no-color'));
  return renderPlan(made, { ...look, file: output });
}

function jsonOf(made: Plan): string {
  return `${JSON.stringify(made, null, 2)}\n`;
}
