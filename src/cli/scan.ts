import { catalogWith } from '../catalog/own/join.ts';
import { chooseBenchmark } from '../catalog/select.ts';
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
import { judge } from './judge.ts';
import { lookAt } from './look.ts';
import type { OptionName } from './options.ts';
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
  const snapshot = isReplay(invocation) ? facts : await withOwners(facts, first.findings);
  const judged = snapshot === facts ? first : judge(invocation, catalog, snapshot, at, undefined, site);
  const report = beside.reduce((one, { beside }) => beside(one), judged);
  if (!invocation.options.has('quiet'))
    process.stderr.write(beside.map(({ notes }) => notes(report)).join(''));
  await write(invocation, report, all.rules, output);
  return conclude(invocation, report, snapshot);
}

/** What is read to be shown beside the findings. A mistake in it is found before any work is done. */
interface Beside {
  beside(report: Report): Report;
  /** Lines for stderr. */
  notes(report: Report): string;
}

/** --waivers and --baseline, in this order: what is waived is neither new nor known. */
async function besideOf(invocation: Invocation, catalog: Catalog, at: Date): Promise<Beside[]> {
  const waivers = optionOf(invocation, 'waivers');
  const baseline = optionOf(invocation, 'baseline');
  const narrowed = NARROWING.some((name) => invocation.options.has(name));
  return [
    ...(waivers === undefined
      ? []
      : [(await import('./waivers/apply.ts')).loadWaivers({ path: waivers, catalog, at, narrowed })]),
    ...(baseline === undefined ? [] : [await (await import('./compare/baseline.ts')).loadBaseline(baseline)]),
  ];
}

/** Options that leave findings out. */
const NARROWING: readonly OptionName[] = ['control', 'rule', 'component', 'profile'];

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

function concludeFiles(
  invocation: Invocation,
  report: Report,
  { judged, passedOver }: GivenFiles,
  failOn: FailOn,
): number {
  if (judged.length === 0 && !invocation.options.has('quiet') && !invocation.options.has('partial'))
    process.stderr.write(
      `kubetrue: nothing to judge was found${passedOver > 0 ? ` in ${passedOver} file${passedOver === 1 ? '' : 's'}` : ''}\n`,
    );
  return exitCodeOf(report, failOn, invocation.options.has('partial'));
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
