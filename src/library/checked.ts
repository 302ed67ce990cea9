import { OPTIONS } from '../cli/options.ts';
import { usage } from '../cli/parse.ts';
import { KubetrueError } from '../model/errors.ts';
import { SNAPSHOT_SCHEMA } from '../model/schema-names.ts';
import type { Measure } from './options.ts';

const LISTS = ['controls', 'rules', 'components', 'ownRules'] as const satisfies (keyof Measure)[];
const MEASURE: readonly (keyof Measure)[] = [
  ...LISTS,
  ...(['benchmark', 'profile', 'waivers', 'baseline', 'judge', 'at'] as const),
];
const SOURCE = ['prove', 'cluster', 'root', 'snapshot', 'files'];

/** What is misspelt would else be this machine, which nobody wanted asked. @throws KubetrueError KT_USAGE */
export function checkSource(source: object): void {
  checkNames(source, SOURCE);
  if ('files' in source) checkList('files', source.files);
  if ('prove' in source && source.prove !== undefined) checkChoice('prove', source.prove);
}

/** @throws KubetrueError KT_USAGE for what would else be judged by another measure than was meant */
export function checkMeasure(measure: Measure): void {
  checkNames(measure, MEASURE);
  for (const name of LISTS) if (measure[name] !== undefined) checkList(name, measure[name]);
  if (measure.judge !== undefined) checkChoice('judge', measure.judge);
  const { at } = measure;
  if (at !== undefined && !(at instanceof Date && Number.isFinite(at.getTime())))
    throw usage('at must be a valid Date.');
}

/** @throws KubetrueError KT_USAGE for a name that means nothing: what it was to leave out would be judged */
function checkNames(given: object, known: readonly string[]): void {
  const wrong = Object.keys(given).find((name) => !known.includes(name));
  if (wrong !== undefined) throw usage(`There is no "${wrong}" here.`, `there is: ${known.join(', ')}`);
}

/** @throws KubetrueError KT_USAGE for a value that the option of that name does not take */
export function checkChoice(option: 'prove' | 'judge' | 'fail-on', value: unknown): void {
  const choices: readonly string[] = OPTIONS[option].choices;
  if (!choices.some((choice) => choice === value))
    throw usage(`${option} cannot be "${String(value)}".`, `it is one of: ${choices.join(', ')}`);
}

/** @throws KubetrueError KT_USAGE */
function checkList(name: string, value: unknown): void {
  if (!Array.isArray(value)) throw usage(`${name} must be a list.`);
}

/** @throws KubetrueError KT_SNAPSHOT_SCHEMA for what is no snapshot of this version */
export function checkSchema(snapshot: { readonly schema?: unknown } | null): void {
  const schema = snapshot?.schema;
  if (schema === SNAPSHOT_SCHEMA) return;
  throw new KubetrueError('KT_SNAPSHOT_SCHEMA', `Not a snapshot of this version: ${String(schema)}.`);
}
