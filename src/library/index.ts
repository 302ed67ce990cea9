import { catalogWith } from '../catalog/own/join.ts';
import { besideOf } from '../cli/beside.ts';
import { openCatalog } from '../cli/catalog.ts';
import { scanExitCode } from '../cli/exit-code.ts';
import { collectFacts, HERE } from '../cli/facts.ts';
import { givenFacts } from '../cli/files/given.ts';
import { judge } from '../cli/judge.ts';
import { usage } from '../cli/parse.ts';
import { ownRulesOf } from '../cli/rules/own.ts';
import { profileOf } from '../cli/rules/profile.ts';
import { withCauses } from '../cli/snapshot.ts';
import { VERSION } from '../cli/version.ts';
import { readSnapshot } from '../collect/snapshot-file.ts';
import type { Catalog } from '../model/benchmark.ts';
import type { Snapshot as WholeSnapshot } from '../model/snapshot.ts';
import { FORMAT_NAMES, FORMATS } from '../report/formats.ts';
import type { Format, Report } from './built/report.ts';
import { checkChoice, checkMeasure, checkSchema, checkSource } from './checked.ts';
import { invocationOf } from './invocation.ts';
import type { FailOn, Look, Measure, Snapshot, Source } from './options.ts';

export { KubetrueError } from '../model/errors.ts';

/** Version of this package. */
export const version: string = VERSION;

/** Every format of a report by its name. */
export const formats: readonly Format[] = FORMAT_NAMES;

/**
 * Collects facts, as `kubetrue snapshot` does; `JSON.stringify` makes a file of them that it reads.
 *
 * @param source this machine and its cluster, where nothing is said
 * @throws KubetrueError for a root, snapshot, file or kubeconfig that cannot be read, and for a name that a source has not
 */
export async function collect(source: Source = {}): Promise<Snapshot> {
  checkSource(source);
  if ('snapshot' in source) return readSnapshot(source.snapshot);
  if ('files' in source) return givenFacts(source.files);
  const silent = { tell: () => {}, stop: () => {} };
  if ('root' in source) return collectFacts({ ...HERE, root: source.root }, 'off', silent);
  const { prove = 'local', cluster = {} } = source;
  const { kubeconfig = null, context = null, allowExec = false } = cluster === false ? {} : cluster;
  const request = { ask: cluster !== false, kubeconfig, context, allowExec };
  const facts = await collectFacts({ ...HERE, alone: false }, prove, silent, request);
  return prove === 'off' ? facts : withCauses(facts, await rules());
}

/**
 * Judges facts, as `kubetrue scan` does. The same facts, measure and time give the same report.
 *
 * @param snapshot what `collect` gave, or the JSON of a snapshot, of which only the version is checked here: `collect({ snapshot })`
 *   checks all of it
 * @throws KubetrueError for a name that does not exist, and for files that are broken
 */
export async function evaluate(snapshot: Snapshot, measure: Measure = {}): Promise<Report> {
  checkSchema(snapshot);
  checkMeasure(measure);
  const { at = new Date() } = measure;
  const invocation = invocationOf(measure);
  const catalog = await rules();
  const own = await ownRulesOf(invocation, catalog);
  const all = catalogWith(catalog, own.rules);
  const site = { ...own, profile: await profileOf(invocation, all) };
  const beside = await besideOf(invocation, all, at);
  const judged = judge(invocation, catalog, whole(snapshot), at, undefined, site);
  return beside.reduce((one, { beside }) => beside(one), judged);
}

/** Writes a report down in a format of docs/formats.md. */
export async function report(judged: Report, format: Format, look: Look = {}): Promise<string> {
  const {
    width = 80,
    color = false,
    ownRules = [],
    awsAccount = '000000000000',
    awsRegion = 'us-east-1',
  } = look;
  if (!formats.includes(format)) throw usage(`There is no format ${JSON.stringify(format)}.`);
  const catalog = await rules();
  const own = await ownRulesOf(invocationOf({ ownRules }), catalog);
  return FORMATS[format].render(judged, {
    text: { width, color, unicode: true, elapsedMs: null },
    rules: catalogWith(catalog, own.rules).rules,
    aws: { account: awsAccount, region: awsRegion },
  });
}

/** What `kubetrue scan` would exit with: 0 clean, 1 something fails, 3 nothing does, but something could not be judged. */
export function exitCode(judged: Report, snapshot: Snapshot, failOn: FailOn = 'any'): 0 | 1 | 3 {
  checkChoice('fail-on', failOn);
  return scanExitCode(judged, whole(snapshot), failOn);
}

let opened: Promise<Catalog> | undefined;

function rules(): Promise<Catalog> {
  opened ??= openCatalog();
  return opened;
}

/** Its type shows others what it is about; there is more in it. */
function whole(snapshot: Snapshot): WholeSnapshot {
  return snapshot as WholeSnapshot;
}
