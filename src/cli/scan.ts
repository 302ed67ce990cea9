import { chooseBenchmark } from '../catalog/select.ts';
import { evaluate } from '../evaluate/index.ts';
import type { Catalog } from '../model/benchmark.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { Report } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { openCatalog } from './catalog.ts';
import { clockOf } from './clock.ts';
import { exitCodeOf, type FailOn } from './exit-code.ts';
import { collectFacts } from './facts.ts';
import { checkOutput, writeOutput, writeStdout } from './output.ts';
import { type Invocation, optionOf, usage } from './parse.ts';
import { type Progress, startProgress } from './progress.ts';
import { selectionOf } from './selection.ts';
import { lookOf } from './terminal.ts';

/** `kubetrue scan`: facts, observations, verdicts, report; returns the exit code. */
export async function scan(invocation: Invocation): Promise<number> {
  const at = clockOf(optionOf(invocation, 'at'));
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  const catalog = await openCatalog();
  // Mistakes are found before any work is done, as far as the node does not decide which benchmark is taken.
  if (optionOf(invocation, 'benchmark') !== undefined)
    chooseBenchmark(catalog, optionOf(invocation, 'benchmark') ?? null, null);
  const progress = startProgress(process.stderr, process.env, invocation.options.has('quiet'));
  const snapshot = await factsOf(invocation, progress).finally(() => progress.stop());
  const report = judge(invocation, catalog, snapshot, at);
  await write(invocation, report, output);
  return conclude(invocation, report, snapshot);
}

async function factsOf(invocation: Invocation, progress: Progress): Promise<Snapshot> {
  const file = optionOf(invocation, 'snapshot');
  const wanted = optionOf(invocation, 'prove') ?? 'local';
  if (file === undefined)
    return collectFacts(optionOf(invocation, 'root') ?? null, wanted !== 'off', progress);
  const { readSnapshot } = await import('../collect/snapshot-file.ts');
  const snapshot = await readSnapshot(file);
  return wanted === 'off' ? { ...snapshot, observations: [] } : snapshot;
}

function judge(invocation: Invocation, catalog: Catalog, snapshot: Snapshot, at: Date): Report {
  const kubernetes = valueIfPresent(snapshot.node.kubernetes) ?? null;
  const { benchmark, because } = chooseBenchmark(
    catalog,
    optionOf(invocation, 'benchmark') ?? null,
    kubernetes,
  );
  const report = evaluate({
    snapshot,
    catalog,
    benchmark,
    chosenBecause: because,
    at,
    judge: optionOf(invocation, 'judge') === 'letter' ? 'letter' : 'effect',
    only: selectionOf(invocation, catalog, benchmark),
  });
  if (report.findings.length === 0)
    throw usage('--control, --rule and --component together leave nothing to judge.');
  return report;
}

async function write(invocation: Invocation, report: Report, output: string | null): Promise<void> {
  const text = await render(invocation, report, output);
  if (output === null) await writeStdout(text);
  else writeOutput(output, text);
}

async function render(invocation: Invocation, report: Report, output: string | null): Promise<string> {
  if (optionOf(invocation, 'format') === 'json')
    return (await import('../report/json.ts')).renderJson(report);
  const { renderText } = await import('../report/text.ts');
  const look = lookOf(output === null ? process.stdout : {}, process.env, invocation.options.has('no-color'));
  // A replay says nothing about how long a scan takes, and gives the same text every time.
  const elapsedMs =
    optionOf(invocation, 'snapshot') === undefined && optionOf(invocation, 'at') === undefined
      ? process.uptime() * 1000
      : null;
  return renderText(report, { ...look, elapsedMs });
}

function conclude(invocation: Invocation, report: Report, snapshot: Snapshot): number {
  const failOn = (optionOf(invocation, 'fail-on') ?? 'any') as FailOn;
  if (snapshot.programs.length > 0 || snapshot.processes.length > 0) return exitCodeOf(report, failOn);
  if (!invocation.options.has('quiet')) {
    const why = snapshot.processesVisible.complete ? '' : ` (${snapshot.processesVisible.reason})`;
    process.stderr.write(
      `kubetrue: no Kubernetes component was found running, so nothing was judged${why}\n`,
    );
  }
  return failOn === 'never' ? 0 : 3;
}
