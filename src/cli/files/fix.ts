import { chooseBenchmark } from '../../catalog/select.ts';
import { type Given, readGiven } from '../../collect/given/read-given.ts';
import { judgedComponents } from '../../components/registry.ts';
import { evaluate } from '../../evaluate/index.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { Report } from '../../model/finding.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { type Contents, type FilesRepair, repairFiles } from '../../remediate/files/index.ts';
import { unwritable, writeChange } from '../../remediate/files/write.ts';
import { openCatalog } from '../catalog.ts';
import { clockOf } from '../clock.ts';
import { exitCodeOf, type FailOn } from '../exit-code.ts';
import { benchmarkGrounds } from '../grounds.ts';
import { lookAt } from '../look.ts';
import { checkOutput, writeOutput, writeStdout } from '../output.ts';
import { type Invocation, optionOf } from '../parse.ts';
import { allowedRules, type Selection, selectionOf } from '../selection.ts';
import { factsOf } from './given.ts';
import { runsAlready, type Watched, watchedHere } from './watched.ts';

/**
 * `kubetrue scan PATH --fix`: repairs what is safe and prints what was changed; with --dry-run changes nothing. The exit
 * code is that of a scan of the files as they are afterwards.
 *
 * @throws KubetrueError KT_FILE for a path that cannot be read, or a file that changed meanwhile
 */
export async function fixFiles(invocation: Invocation): Promise<number> {
  const at = clockOf(optionOf(invocation, 'at'));
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  const catalog = await openCatalog();
  const consented = allowedRules(invocation, catalog);
  const given = readGiven(invocation.words, null);
  const found = factsOf(given);
  const wanted = optionOf(invocation, 'benchmark') ?? null;
  const { benchmark, because } = chooseBenchmark(catalog, wanted, benchmarkGrounds(found));
  const only = selectionOf(invocation, catalog, benchmark);
  const judge = (snapshot: Snapshot, selection: Selection): Report =>
    evaluate({ snapshot, catalog, benchmark, chosenBecause: because, at, judge: 'effect', only: selection });
  const files = editable(given, found);
  const watched = files.size === 0 ? null : await watchedHere();
  const report = judge(found, only);
  const repair = repairFiles({
    ...{ files, report, rules: catalog.rules, consented },
    judge: (contents) =>
      judged(withContents(given, contents, files), (snapshot) => judge(snapshot, COMPONENTS)),
    refusal: (path) => refusalOf(path, watched),
  });
  const dryRun = invocation.options.has('dry-run');
  if (!dryRun) for (const change of repair.changes) writeChange(change);
  await write(await shown(invocation, repair, { dryRun, output }), output);
  const changed = new Map(repair.changes.map(({ path, after }) => [path, after]));
  const left = dryRun || changed.size === 0 ? report : judge(factsOf(replaced(given, changed)), only);
  return exitCodeOf(left, (optionOf(invocation, 'fail-on') ?? 'any') as FailOn);
}

/** What an edit may turn: rules on components, which are judged by these files alone. */
const COMPONENTS: Selection = {
  controls: [],
  rules: [],
  components: judgedComponents.map(({ name }) => name),
};

/** Files that start or configure a component. */
function editable({ files }: Given, { processes }: Snapshot): Contents {
  const paths = new Set(
    processes.flatMap(({ planned, files: named }) => [
      ...(planned === undefined ? [] : [planned.path]),
      ...Object.values(named).flatMap((fact) => valueIfPresent(fact)?.hostPath ?? []),
    ]),
  );
  return new Map(files.filter(({ path }) => paths.has(path)).map(({ path, bytes }) => [path, bytes]));
}

function judged(snapshot: Snapshot, judge: (snapshot: Snapshot) => Report) {
  return { snapshot, report: judge(snapshot) };
}

function withContents(given: Given, contents: Contents, files: Contents): Snapshot {
  const own = { ...given, files: given.files.filter(({ path }) => files.has(path)) };
  return factsOf(replaced(own, contents));
}

function replaced(given: Given, contents: Contents): Given {
  return {
    ...given,
    files: given.files.map((file) => ({ ...file, bytes: contents.get(file.path) ?? file.bytes })),
  };
}

function refusalOf(path: string, watched: Watched | null): { why: string; byHand: string | null } | null {
  const runs = watched === null ? null : runsAlready(path, watched);
  if (runs !== null) return { why: runs, byHand: 'kubetrue fix plan' };
  const why = unwritable(path);
  return why === null ? null : { why, byHand: null };
}

interface Showing {
  dryRun: boolean;
  output: string | null;
}

async function shown(
  invocation: Invocation,
  repair: FilesRepair,
  { dryRun, output }: Showing,
): Promise<string> {
  const changes = repair.changes.map(({ path, rules, diff }) => ({ path, rules, diff }));
  const result = { dryRun, changes, left: repair.left };
  if (optionOf(invocation, 'format') === 'json') return `${JSON.stringify(result, null, 2)}\n`;
  const { renderRepair } = await import('../../report/files-repair.ts');
  const look = lookAt(invocation, output);
  return renderRepair(result, look);
}

async function write(text: string, output: string | null): Promise<void> {
  if (output === null) await writeStdout(text);
  else writeOutput(output, text);
}
