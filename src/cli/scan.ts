import { withOwnRules } from '../catalog/own/join.ts';
import { chooseBenchmark } from '../catalog/select.ts';
import { evaluate } from '../evaluate/index.ts';
import type { Catalog } from '../model/benchmark.ts';
import type { Report } from '../model/finding.ts';
import type { GivenFiles } from '../model/given-files.ts';
import type { Rule } from '../model/rule.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { AwsHome } from '../report/asff.ts';
import { FORMATS, formatNamed } from '../report/formats.ts';
import { openCatalog } from './catalog.ts';
import { clockOf } from './clock.ts';
import { withOwners } from './conflicts.ts';
import { exitCodeOf, type FailOn } from './exit-code.ts';
import { clusterRequestOf, collectFacts, type Proving } from './facts.ts';
import { benchmarkGrounds } from './grounds.ts';
import { checkOutput, writeOutput, writeStdout } from './output.ts';
import { type Invocation, optionOf, usage } from './parse.ts';
import { type Progress, startProgress } from './progress.ts';
import { type OwnRules, ownRulesOf } from './rules/own.ts';
import { selectionOf, unprovedRules, wantedProofs } from './selection.ts';
import { lookOf } from './terminal.ts';

/** `kubetrue scan`: facts, observations, verdicts, report; returns the exit code. */
export async function scan(invocation: Invocation): Promise<number> {
  if (invocation.options.has('fix')) return (await import('./files/fix.ts')).fixFiles(invocation);
  const at = clockOf(optionOf(invocation, 'at'));
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  const catalog = await openCatalog();
  const own = await ownRulesOf(invocation, catalog);
  // Mistakes are found before any work is done, as far as the node does not decide which benchmark is taken.
  if (optionOf(invocation, 'benchmark') !== undefined)
    chooseBenchmark(catalog, optionOf(invocation, 'benchmark') ?? null);
  const progress = startProgress(process.stderr, process.env, invocation.options.has('quiet'));
  const unproved = unprovedRules(invocation, catalog);
  const proofs = wantedProofs(catalog, unproved);
  const by = { catalog, own };
  const facts = await factsOf(invocation, progress, proofs).finally(() => progress.stop());
  const first = judge(invocation, by, facts, at);
  const snapshot = isReplay(invocation) ? facts : await withOwners(facts, first.findings);
  const report = snapshot === facts ? first : judge(invocation, by, snapshot, at);
  await write(invocation, report, catalog.rules, output);
  return conclude(invocation, report, snapshot);
}

function isReplay(invocation: Invocation): boolean {
  return optionOf(invocation, 'snapshot') !== undefined;
}

async function factsOf(
  invocation: Invocation,
  progress: Progress,
  proofs: ReadonlySet<string> | null,
): Promise<Snapshot> {
  const file = optionOf(invocation, 'snapshot');
  const wanted = (optionOf(invocation, 'prove') ?? 'local') as Proving;
  if (invocation.words.length > 0) return (await import('./files/given.ts')).givenFacts(invocation.words);
  if (file === undefined)
    return collectFacts(
      optionOf(invocation, 'root') ?? null,
      wanted,
      progress,
      clusterRequestOf(invocation),
      proofs,
    );
  const { readSnapshot } = await import('../collect/snapshot-file.ts');
  const snapshot = await readSnapshot(file);
  return wanted === 'off' ? { ...snapshot, observations: [] } : snapshot;
}

/** What a scan judges by. */
interface RuleSets {
  catalog: Catalog;
  own: OwnRules;
}

function judge(invocation: Invocation, by: RuleSets, snapshot: Snapshot, at: Date): Report {
  const { benchmark: chosen, because } = chooseBenchmark(
    by.catalog,
    optionOf(invocation, 'benchmark') ?? null,
    benchmarkGrounds(snapshot),
  );
  const { catalog, benchmark } = withOwnRules(by.catalog, chosen, by.own.rules);
  const report = evaluate({
    snapshot,
    catalog,
    benchmark,
    chosenBecause: because,
    at,
    judge: optionOf(invocation, 'judge') === 'letter' ? 'letter' : 'effect',
    only: selectionOf(invocation, catalog, benchmark),
    unproved: unprovedRules(invocation, catalog),
    ...(by.own.expression === undefined ? {} : { expression: by.own.expression }),
  });
  if (report.findings.length === 0)
    throw usage('--control, --rule and --component together leave nothing to judge.');
  return report;
}

async function write(
  invocation: Invocation,
  report: Report,
  rules: readonly Rule[],
  output: string | null,
): Promise<void> {
  const text = await render(invocation, report, rules, output);
  if (output === null) await writeStdout(text);
  else writeOutput(output, text);
}

async function render(
  invocation: Invocation,
  report: Report,
  rules: readonly Rule[],
  output: string | null,
): Promise<string> {
  const format = formatNamed(optionOf(invocation, 'format') ?? 'text') ?? FORMATS.text;
  const look = lookOf(output === null ? process.stdout : {}, process.env, invocation.options.has('no-color'));
  // A replay says nothing about how long a scan takes, and gives the same text every time.
  const elapsedMs =
    !isReplay(invocation) && optionOf(invocation, 'at') === undefined ? process.uptime() * 1000 : null;
  return format.render(report, { text: { ...look, elapsedMs }, rules, aws: awsHome(invocation) });
}

/** Security Hub refuses findings of another account, so that the default can do no harm. */
function awsHome(invocation: Invocation): AwsHome {
  return {
    account: optionOf(invocation, 'aws-account') ?? '000000000000',
    region: optionOf(invocation, 'aws-region') ?? 'us-east-1',
  };
}

function concludeFiles(
  invocation: Invocation,
  report: Report,
  { judged, passedOver }: GivenFiles,
  failOn: FailOn,
): number {
  if (judged.length === 0 && !invocation.options.has('quiet'))
    process.stderr.write(
      `kubetrue: nothing to judge was found${passedOver > 0 ? ` in ${passedOver} file${passedOver === 1 ? '' : 's'}` : ''}\n`,
    );
  return exitCodeOf(report, failOn);
}

function conclude(invocation: Invocation, report: Report, snapshot: Snapshot): number {
  const failOn = (optionOf(invocation, 'fail-on') ?? 'any') as FailOn;
  if (snapshot.given !== undefined) return concludeFiles(invocation, report, snapshot.given, failOn);
  const found = snapshot.programs.length > 0 || snapshot.processes.length > 0;
  if (found || snapshot.cluster?.state === 'asked') return exitCodeOf(report, failOn);
  if (!invocation.options.has('quiet')) {
    const why = snapshot.processesVisible.complete ? '' : ` (${snapshot.processesVisible.reason})`;
    process.stderr.write(
      `kubetrue: no Kubernetes component was found running, so nothing was judged${why}\n`,
    );
  }
  return failOn === 'never' ? 0 : 3;
}
