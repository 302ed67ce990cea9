import { catalogWith } from '../catalog/own/join.ts';
import { chooseBenchmark } from '../catalog/select.ts';
import type { Report } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { AwsHome } from '../report/asff.ts';
import { FORMATS, formatNamed } from '../report/formats.ts';
import { besideOf } from './beside.ts';
import { openCatalog } from './catalog.ts';
import { clockOf } from './clock.ts';
import { withOwners } from './conflicts.ts';
import { type FailOn, scanExitCode, somethingRuns } from './exit-code.ts';
import { clusterRequestOf, collectFacts, type Proving, placeOf, procOf } from './facts.ts';
import { judge } from './judge.ts';
import { lookAt } from './look.ts';
import { checkOutput, writeOutput, writeStdout } from './output.ts';
import { type Invocation, optionOf } from './parse.ts';
import { type Progress, startProgress } from './progress.ts';
import { ownRulesOf } from './rules/own.ts';
import { profileOf } from './rules/profile.ts';
import { unprovedRules, wantedProofs } from './selection.ts';

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
  const all = catalogWith(catalog, own.rules);
  const site = { ...own, profile: await profileOf(invocation, all) };
  const beside = await besideOf(invocation, all, at);
  const progress = startProgress(process.stderr, process.env, invocation.options.has('quiet'));
  const unproved = unprovedRules(invocation, catalog);
  const proofs = wantedProofs(catalog, unproved);
  const facts = await factsOf(invocation, progress, proofs).finally(() => progress.stop());
  const first = judge(invocation, catalog, facts, at, undefined, site);
  const snapshot = isReplay(invocation)
    ? facts
    : await withOwners(facts, first.findings, procOf(placeOf(invocation)));
  const judged = snapshot === facts ? first : judge(invocation, catalog, snapshot, at, undefined, site);
  const report = beside.reduce((one, { beside }) => beside(one), judged);
  if (!invocation.options.has('quiet'))
    process.stderr.write(beside.map(({ notes }) => notes(report)).join(''));
  await write(invocation, report, all.rules, output);
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
    return collectFacts(placeOf(invocation), wanted, progress, clusterRequestOf(invocation), proofs);
  const { readSnapshot } = await import('../collect/snapshot-file.ts');
  const snapshot = await readSnapshot(file);
  return wanted === 'off' ? { ...snapshot, observations: [] } : snapshot;
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
  const look = lookAt(invocation, output);
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

function conclude(invocation: Invocation, report: Report, snapshot: Snapshot): number {
  const { options } = invocation;
  const partial = options.has('partial');
  const nothing = partial ? null : nothingJudged(snapshot);
  if (nothing !== null && !options.has('quiet')) process.stderr.write(`kubetrue: ${nothing}\n`);
  return scanExitCode(report, snapshot, (optionOf(invocation, 'fail-on') ?? 'any') as FailOn, partial);
}

/** Why there was nothing to judge; null where there was something. */
function nothingJudged({ given, processesVisible, ...snapshot }: Snapshot): string | null {
  if (given !== undefined) {
    const { judged, passedOver } = given;
    if (judged.length > 0) return null;
    return `nothing to judge was found${passedOver > 0 ? ` in ${passedOver} file${passedOver === 1 ? '' : 's'}` : ''}`;
  }
  if (somethingRuns(snapshot)) return null;
  const why = processesVisible.complete ? '' : ` (${processesVisible.reason})`;
  return `no Kubernetes component was found running, so nothing was judged${why}`;
}
