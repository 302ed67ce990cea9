import { SNAPSHOT_FILE } from '../../collect/snapshot-file.ts';
import { type Facts, factsOf } from '../../compare/diff/facts.ts';
import { type DiffSide, diffOf } from '../../compare/diff/index.ts';
import { readDocument } from '../../machine/document/read.ts';
import type { Catalog } from '../../model/benchmark.ts';
import type { Diff } from '../../model/diff.ts';
import { KubetrueError } from '../../model/errors.ts';
import type { Report } from '../../model/finding.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { openCatalog } from '../catalog.ts';
import { clockOf } from '../clock.ts';
import type { FailOn } from '../exit-code.ts';
import { judge } from '../judge.ts';
import { lookAt } from '../look.ts';
import type { OptionName } from '../options.ts';
import { checkOutput, writeOutput, writeStdout } from '../output.ts';
import { type Invocation, optionOf, usage } from '../parse.ts';
import { VERSION } from '../version.ts';
import { diffExitCode } from './diff-exit-code.ts';
import { REPORT_FILE } from './report-file.ts';
import { checkSameMeasure } from './same-measure.ts';

/**
 * `kubetrue diff OLD NEW`: reports, or snapshots, which are judged first and in the same way.
 * @throws KubetrueError KT_REPORT, KT_SNAPSHOT with all that is wrong with both
 */
export async function diff(invocation: Invocation): Promise<number> {
  const [first = '', second = ''] = invocation.words;
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  const inputs = await readBoth(first, second);
  checkOptions(invocation, inputs);
  const found = diffOf(...(await sidesOf(invocation, inputs)), VERSION);
  const text = await render(invocation, found, output);
  if (output === null) await writeStdout(text);
  else writeOutput(output, text);
  return diffExitCode(found, (optionOf(invocation, 'fail-on') ?? 'any') as FailOn);
}

type Input =
  | { kind: 'report'; file: string; report: Report }
  | { kind: 'snapshot'; file: string; snapshot: Snapshot };

async function readBoth(first: string, second: string): Promise<[Input, Input]> {
  const [old, fresh] = await Promise.allSettled([readInput(first), readInput(second)]);
  if (old.status === 'fulfilled' && fresh.status === 'fulfilled') return [old.value, fresh.value];
  const reasons: unknown[] = [old, fresh].flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  throw together(reasons);
}

/** What is wrong with both files at once; anything that is no mistake of the user as it is. */
function together(reasons: readonly unknown[]): unknown {
  const mistakes = reasons.filter((one) => one instanceof KubetrueError);
  const [first] = mistakes;
  if (first === undefined || mistakes.length < reasons.length)
    return reasons.find((one) => !(one instanceof KubetrueError));
  return new KubetrueError(
    first.code,
    mistakes.flatMap(({ problems }) => problems),
  );
}

async function readInput(file: string): Promise<Input> {
  const { kind, value } = await readDocument(file, [REPORT_FILE, SNAPSHOT_FILE]);
  if (kind === SNAPSHOT_FILE) return { kind: 'snapshot', file, snapshot: value as Snapshot };
  return { kind: 'report', file, report: value as Report };
}

/** What decides how facts are judged; reports are judged already. */
const JUDGING: readonly OptionName[] = ['benchmark', 'judge', 'at', 'waivers'];

function checkOptions({ options }: Invocation, inputs: readonly Input[]): void {
  const useless = JUDGING.find((name) => options.has(name));
  if (useless !== undefined && inputs.every(({ kind }) => kind === 'report'))
    throw usage(
      `--${useless} is of no use: both files are reports, which were judged already.`,
      'compare snapshots, or scan again',
    );
}

/** The newer snapshot decides which benchmark both are judged by, unless one is named or a report was judged by one. */
async function sidesOf(invocation: Invocation, [old, fresh]: readonly [Input, Input]): Promise<Sides> {
  const catalog = await openCatalog();
  const named = optionOf(invocation, 'benchmark') ?? benchmarkOf(old) ?? benchmarkOf(fresh);
  const second = await sideOf(invocation, catalog, fresh, named);
  const { name, version } = second.report.benchmark;
  const first = await sideOf(invocation, catalog, old, named ?? `${name}@${version}`);
  if (first.report.findings.length + second.report.findings.length === 0)
    throw usage('--control, --rule and --component together leave nothing to compare.');
  checkSameMeasure([first.report, second.report], old.file);
  return [first, second];
}

type Sides = readonly [DiffSide, DiffSide];

function benchmarkOf(input: Input): string | null {
  if (input.kind === 'snapshot') return null;
  const { name, version } = input.report.benchmark;
  return `${name}@${version}`;
}

async function sideOf(
  invocation: Invocation,
  catalog: Catalog,
  input: Input,
  benchmark: string | null,
): Promise<DiffSide> {
  const { kind, file } = input;
  if (input.kind === 'report') return { kind, file, report: narrowed(input.report, invocation), facts: null };
  const { snapshot } = input;
  const at = clockOf(optionOf(invocation, 'at') ?? snapshot.at);
  const report = judge(invocation, catalog, snapshot, at, benchmark);
  const facts: Facts = factsOf(snapshot);
  return { kind, file, report: await waivedBy(invocation, catalog, report, at), facts };
}

async function waivedBy(invocation: Invocation, catalog: Catalog, report: Report, at: Date): Promise<Report> {
  const path = optionOf(invocation, 'waivers');
  if (path === undefined) return report;
  const { loadWaivers } = await import('../waivers/apply.ts');
  return loadWaivers({ path, catalog, at, narrowed: true }).beside(report);
}

/** The findings of a report that --control, --rule and --component name. */
function narrowed(report: Report, { options }: Invocation): Report {
  const wanted = (name: OptionName, one: string) => options.get(name)?.includes(one) ?? true;
  const findings = report.findings.filter(
    ({ rule, target, controls }) =>
      wanted('rule', rule) &&
      wanted('component', target.component) &&
      (!options.has('control') || controls.some(({ control }) => wanted('control', control))),
  );
  return { ...report, findings };
}

async function render(invocation: Invocation, found: Diff, output: string | null): Promise<string> {
  if (optionOf(invocation, 'format') === 'json') return `${JSON.stringify(found, null, 2)}\n`;
  const { renderDiff } = await import('../../report/diff.ts');
  return renderDiff(found, lookAt(invocation, output));
}
