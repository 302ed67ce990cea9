import { posix } from 'node:path';
import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { type Reading, read, unreadable } from '../../../machine/reading.ts';
import type { RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import type { Origin } from '../../../model/origin.ts';
import { decodeBytes } from '../../../util/bytes.ts';
import { environmentAssignments } from './environment-file.ts';
import { expandSpecifiers, expandVariables, variableAlone } from './expand.ts';
import { unitWords } from './quoting.ts';
import { type Directive, readService, type Service } from './service.ts';

/** What a variable is set to, and where. */
export interface Variable {
  value: string;
  origin: Origin;
}

/** A word of a command. One that stands for a variable stands where that is set. */
export interface StartWord extends SourcedWord {
  /** Name of the variable that it came with. */
  variable?: string;
}

/** The command line and the variables with which systemd starts a service. */
export interface Start {
  /** All words of the command, the program first. */
  words: readonly StartWord[];
  /** The command as it stands there, and where. */
  command: { text: string; origin: Origin };
  /** Variables that stand alone in it, each for any number of words, in order. */
  variables: readonly string[];
  environment: ReadonlyMap<string, Variable>;
  /** Files that say so, and directories of them. */
  files: readonly string[];
  /** Those of them that are environment files. */
  environmentFiles: readonly string[];
}

/** Directives of `[Service]` that decide how it starts, in lower case. */
export const START_KEYS = [
  'execstart',
  'environment',
  'environmentfile',
  'unsetenvironment',
  'passenvironment',
];
const LIMIT = 1024 * 1024;

/**
 * How systemd starts a service, by its unit file, drop-ins and environment files. Variables of the service manager
 * itself are not in it. systemd.exec(5), systemd.service(5)
 */
export function startOfService(fs: RootedFs, name: string): Reading<Start> {
  const service = readService(fs, name, START_KEYS);
  return service.state === 'read' ? startOf(service.value, (path) => fs.read(path, LIMIT)) : service;
}

/** Gives the content of an environment file by its path. */
export type EnvironmentFiles = (path: string) => Reading<Buffer>;

/** The same for a service whose directives, those of `START_KEYS`, are known already. */
export function startOf({ name, directives, files }: Service, fileAt: EnvironmentFiles): Reading<Start> {
  const environment = new Map<string, Variable>();
  const environmentFiles: string[] = [];
  const problem =
    addDirect(directives, environment) ?? addFiles(fileAt, directives, name, environment, environmentFiles);
  if (problem !== null) return unreadable(problem);
  const command = commandOf(directives, name, environment);
  if (typeof command === 'string') return unreadable(command);
  return read({ ...command, environment, files: [...files, ...environmentFiles], environmentFiles });
}

/** Those of a list; an empty value drops what stood before it. */
function listOf(directives: readonly Directive[], key: string): Directive[] {
  const all = directives.filter((one) => one.key === key);
  return all.slice(all.findLastIndex(({ value }) => value === '') + 1);
}

function lineOrigin({ path, line }: Directive): Origin {
  return { kind: 'file', path, line };
}

/** Null when all was understood, else what was not. */
function addDirect(directives: readonly Directive[], environment: Map<string, Variable>): string | null {
  const [passed] = listOf(directives, 'passenvironment');
  if (passed !== undefined)
    return `${passed.path}: PassEnvironment hands over variables of the service manager, which are not read`;
  for (const directive of listOf(directives, 'environment')) {
    const words = unitWords(directive.value);
    if (words === null) return `${directive.path}: Environment in line ${directive.line} is broken`;
    for (const word of words) {
      const [name = '', ...rest] = word.split('=');
      environment.set(name, { value: rest.join('='), origin: lineOrigin(directive) });
    }
  }
  return null;
}

/** Files come after Environment=, wherever they stand, and what must be there may also lack (`-`). */
function addFiles(
  fileAt: EnvironmentFiles,
  directives: readonly Directive[],
  unit: string,
  environment: Map<string, Variable>,
  files: string[],
): string | null {
  for (const { value } of listOf(directives, 'environmentfile')) {
    const path = expandSpecifiers(value.replace(/^-/, ''), unit);
    if (path === null || /[*?[]/.test(path)) return `which files EnvironmentFile=${value} means is not known`;
    const bytes = fileAt(posix.normalize(path));
    if (bytes.state === 'missing') continue;
    if (bytes.state === 'unreadable') return `${path}: ${bytes.reason}`;
    files.push(path);
    for (const { name, value: text, line } of environmentAssignments(decodeBytes(bytes.value)))
      environment.set(name, { value: text, origin: { kind: 'file', path, line } });
  }
  for (const { value } of listOf(directives, 'unsetenvironment'))
    for (const name of unitWords(value) ?? []) environment.delete(name.split('=')[0] ?? '');
  return null;
}

/** The command and its words, or why they are not known. */
function commandOf(
  directives: readonly Directive[],
  unit: string,
  environment: ReadonlyMap<string, Variable>,
): Pick<Start, 'words' | 'command' | 'variables'> | string {
  const [start, ...more] = listOf(directives, 'execstart');
  if (start === undefined || more.length > 0)
    return `${unit} has ${more.length === 0 ? 'no' : 'several'} ExecStart`;
  const [program = '', ...rest] = unitWords(start.value) ?? [];
  const prefix = /^[@\-:+!|]*/.exec(program)?.[0] ?? '';
  const words = [program.slice(prefix.length), ...rest.slice(prefix.includes('@') ? 1 : 0)].map((word) =>
    expandSpecifiers(word, unit),
  );
  if (program === '' || words.includes(null))
    return `${start.path}: ExecStart in line ${start.line} is not understood`;
  const known = words.filter((word) => word !== null);
  const origin = lineOrigin(start);
  const command = { text: start.value, origin };
  if (prefix.includes(':')) return { command, words: known.map((text) => ({ text, origin })), variables: [] };
  const variables = known.flatMap((word) => variableAlone(word) ?? []);
  return { command, words: known.flatMap((word) => expanded(word, origin, environment)), variables };
}

function expanded(
  word: string,
  origin: Origin,
  environment: ReadonlyMap<string, Variable>,
): readonly StartWord[] {
  const values = new Map([...environment].map(([name, { value }]) => [name, value]));
  const texts = expandVariables(word, values);
  const name = variableAlone(word);
  const set = name === null ? undefined : environment.get(name);
  if (name === null || set === undefined) return texts.map((text) => ({ text, origin }));
  return texts.map((text) => ({ text, origin: set.origin, variable: name }));
}
