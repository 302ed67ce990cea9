import { parseArgs } from 'node:util';
import { KubetrueError } from '../model/errors.ts';
import { didYouMean } from '../util/nearest.ts';
import { COMMAND_NAMES, type CommandName, commandOf, FIX_FORMATS, VERBS, type VerbSpec } from './commands.ts';
import { COMMON, OPTION_NAMES, type OptionName, specOf } from './options.ts';
import { type WORDS, wordsProblem } from './words.ts';

export interface Invocation {
  /** Null: the program was called without a command. */
  command: CommandName | null;
  /** Positional arguments after the command. */
  words: readonly string[];
  /** Values of each given option, in order; a switch gives one empty string. */
  options: ReadonlyMap<OptionName, readonly string[]>;
}

/**
 * Understands a command line, or refuses it.
 *
 * @throws KubetrueError KT_USAGE, with the nearest option or command for a typing mistake
 */
export function parseCommandLine(argv: readonly string[]): Invocation {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(OPTION_NAMES.map((name) => [name, typeOf(name)] as const)),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [givenOption(token)] : []));
  const command = commandFrom(positionals[0]);
  const options = new Map<OptionName, string[]>();
  for (const { name, value } of given) add(options, command, name, value);
  const words = positionals.slice(1);
  if (command !== null && !options.has('help') && !options.has('version')) check(command, words, options);
  return { command, words, options };
}

function typeOf(name: OptionName): { type: 'string' | 'boolean'; short?: string } {
  const { value, short } = specOf(name);
  return { type: value === undefined ? 'boolean' : 'string', ...(short === undefined ? {} : { short }) };
}

interface OptionToken {
  name: string;
  rawName: string;
  value: string | undefined;
  inlineValue: boolean | undefined;
}

function givenOption(token: OptionToken): { name: OptionName; value: string } {
  const name = OPTION_NAMES.find((one) => one === token.name);
  if (name === undefined) throw unknownOption(token);
  const { value: expected } = specOf(name);
  if (expected === undefined) {
    if (token.value !== undefined) throw usage(`${token.rawName} takes no value.`);
    return { name, value: '' };
  }
  const { value } = token;
  if (value === undefined || value === '')
    throw usage(`${token.rawName} needs a value: ${token.rawName} ${expected}`);
  // The word after an option that lacks its value is most likely the next option.
  if (token.inlineValue !== true && value.length > 1 && value.startsWith('-')) {
    throw usage(
      `${token.rawName} needs a value: ${token.rawName} ${expected}`,
      `if ${value} is meant as the value, write ${token.rawName}=${value}`,
    );
  }
  return { name, value };
}

function unknownOption(token: OptionToken): KubetrueError {
  const names = OPTION_NAMES.map((name) => `--${name}`);
  return usage(
    `There is no option ${token.rawName}.`,
    didYouMean(token.rawName, names) ?? 'kubetrue --help lists the options',
  );
}

function commandFrom(word: string | undefined): CommandName | null {
  if (word === undefined) return null;
  const command = COMMAND_NAMES.find((name) => name === word);
  if (command !== undefined) return command;
  throw usage(
    `There is no command ${JSON.stringify(word)}.`,
    didYouMean(word, COMMAND_NAMES) ?? `commands: ${COMMAND_NAMES.join(', ')}`,
  );
}

function add(
  options: Map<OptionName, string[]>,
  command: CommandName | null,
  name: OptionName,
  value: string,
): void {
  if (command !== null && !COMMON.includes(name) && !commandOf(command).options.includes(name)) {
    const others = COMMAND_NAMES.filter((one) => commandOf(one).options.includes(name));
    throw usage(`--${name} is no option of \`kubetrue ${command}\`.`, `it belongs to: ${others.join(', ')}`);
  }
  const values = options.get(name);
  const { choices, repeatable, value: expected } = specOf(name);
  if (choices !== undefined && !choices.includes(value)) {
    throw usage(
      `--${name} cannot be ${JSON.stringify(value)}.`,
      didYouMean(value, choices) ?? `one of: ${choices.join(', ')}`,
    );
  }
  if (values === undefined) options.set(name, [value]);
  else if (repeatable === true) values.push(value);
  else if (expected !== undefined) throw usage(`--${name} is given twice.`);
}

function check(
  command: CommandName,
  words: readonly string[],
  options: ReadonlyMap<OptionName, readonly string[]>,
): void {
  const format = options.get('format')?.[0];
  if (format !== undefined) checkFormat(format, options.has('fix') ? FIX_FORMATS : formatsOf(command, words));
  checkWords(command, words, options);
  checkTogether(options);
}

function checkWords(
  command: CommandName,
  words: readonly string[],
  options: ReadonlyMap<OptionName, readonly string[]>,
): void {
  const verbs = VERBS[command];
  if (verbs !== undefined) checkVerb(command, verbs, words, [...options.keys()]);
  else if (command === 'benchmarks') checkBenchmarks(words);
  else if (command === 'waivers' || command === 'report' || command === 'diff')
    checkArguments(command, words);
  else if (command === 'explain' && words.length === 0) {
    throw usage('explain needs an ID.', 'for example: kubetrue explain 2.5');
  } else if (command === 'scan') checkFiles(words, options);
  else noMore(command, words.slice(command === 'explain' ? 1 : 0));
}

/** Options that ask for something that runs, and what they would be asked of. */
const NOT_WITH_FILES: readonly OptionName[] = [
  ...(['root', 'host', 'node-name', 'snapshot', 'prove', 'no-prove'] as const),
  ...(['kubeconfig', 'context', 'allow-exec'] as const),
];
/** What is shown beside the findings of a scan, of which a repair has none. */
const NOT_WITH_FIX: readonly OptionName[] = ['waivers', 'baseline', 'profile', 'partial'];
const FIXING: readonly OptionName[] = ['dry-run', 'allow'];

function checkFiles(paths: readonly string[], options: ReadonlyMap<OptionName, readonly string[]>): void {
  const given = paths.length > 0;
  const foreign = given ? NOT_WITH_FILES.find((name) => options.has(name)) : undefined;
  if (foreign !== undefined && options.get('prove')?.[0] !== 'off')
    throw usage(
      `--${foreign} is of no use when files are judged before they run.`,
      'nothing runs that could be asked, and no host is looked at',
    );
  if (!given && options.has('fix'))
    throw usage('--fix needs files: kubetrue scan PATH --fix', 'a running node: kubetrue fix plan');
  if (!given && options.has('partial'))
    throw usage('--partial needs files: kubetrue scan PATH --partial', 'a node is always a whole');
  const alone = FIXING.find((name) => options.has(name));
  if (alone !== undefined && !options.has('fix')) throw usage(`--${alone} belongs to --fix.`);
  if (options.has('fix') && options.has('rules'))
    throw usage('--fix repairs by the rules of Kubetrue only: leave --rules out.');
  const beside = options.has('fix') ? NOT_WITH_FIX.find((name) => options.has(name)) : undefined;
  if (beside !== undefined)
    throw usage(`--fix and --${beside} exclude each other.`, 'scan once more after the repair');
  if (options.has('fix') && paths.includes('-'))
    throw usage('Standard input cannot be repaired: --fix changes files.', 'write it to a file first');
}

function checkArguments(command: keyof typeof WORDS, words: readonly string[]): void {
  const problem = wordsProblem(command, words);
  if (problem !== null) throw usage(problem.message, problem.hint);
}

function checkBenchmarks([verb, ...words]: readonly string[]): void {
  if (verb === undefined) return;
  if (verb !== 'list')
    throw usage(`There is no command \`kubetrue benchmarks ${verb}\`.`, 'kubetrue benchmarks list');
  noMore('benchmarks list', words);
}

function checkVerb(
  command: CommandName,
  specs: Readonly<Record<string, VerbSpec>>,
  [verb, ...words]: readonly string[],
  given: readonly OptionName[],
): void {
  const verbs = Object.keys(specs);
  if (verb === undefined)
    throw usage(`\`kubetrue ${command}\` needs to know what to do.`, `one of: ${verbs.join(', ')}`);
  const spec = Object.hasOwn(specs, verb) ? specs[verb] : undefined;
  if (spec === undefined)
    throw usage(
      `There is no command \`kubetrue ${command} ${verb}\`.`,
      didYouMean(verb, verbs) ?? `one of: ${verbs.join(', ')}`,
    );
  const { argument, several, options } = spec;
  const foreign = given.find((name) => !COMMON.includes(name) && !options.includes(name));
  if (foreign !== undefined)
    throw usage(
      `--${foreign} is no option of \`kubetrue ${command} ${verb}\`.`,
      options.length === 0 ? undefined : `it takes: --${options.join(', --')}`,
    );
  if (argument !== null && words.length === 0)
    throw usage(`${command} ${verb} needs ${/^[AEIO]/.test(argument) ? 'an' : 'a'} ${argument}.`);
  if (several !== true) noMore(`${command} ${verb}`, words.slice(argument === null ? 0 : 1));
}

function noMore(command: string, words: readonly string[]): void {
  if (words.length > 0)
    throw usage(
      `\`kubetrue ${command}\` does not take ${words.map((word) => JSON.stringify(word)).join(' ')}.`,
    );
}

function formatsOf(command: CommandName, [verb = '']: readonly string[]): readonly string[] {
  const specs = VERBS[command] ?? {};
  return (Object.hasOwn(specs, verb) ? specs[verb]?.formats : undefined) ?? commandOf(command).formats;
}

function checkFormat(format: string, formats: readonly string[]): void {
  if (formats.includes(format)) return;
  const known = `formats: ${formats.join(', ')}`;
  throw usage(`There is no format ${JSON.stringify(format)}.`, didYouMean(format, formats) ?? known);
}

/** What is judged, if not this machine as it is seen from here. */
const PLACES: readonly OptionName[] = ['host', 'root', 'snapshot'];

function checkTogether(options: ReadonlyMap<OptionName, readonly string[]>): void {
  const places = PLACES.filter((name) => options.has(name));
  if (places.length > 1 && places.includes('host')) {
    throw usage(
      `--${places.join(' and --')} exclude each other.`,
      '--host is this machine; --root one that is mounted or captured, --snapshot one that was looked at before',
    );
  }
  if (options.has('node-name') && (options.has('root') || options.has('snapshot'))) {
    throw usage('--node-name is for this machine.', 'what is mounted or captured says its own name');
  }
  if (options.has('root') && options.has('snapshot')) {
    throw usage(
      '--root and --snapshot exclude each other.',
      'a snapshot is judged without looking at any machine',
    );
  }
  checkCluster(options);
  checkAws(options);
  const prove = options.get('prove')?.[0];
  if (options.has('root') && prove !== undefined && prove !== 'off') {
    throw usage(
      `--root cannot be proved (--prove ${prove}).`,
      'what is mounted or captured may not be what runs: nothing is probed',
    );
  }
}

/** The form that Security Hub asks for. */
const AWS_OPTIONS: readonly (readonly [OptionName, RegExp, string])[] = [
  ['aws-account', /^\d{12}$/, 'twelve digits'],
  ['aws-region', /^[a-z]{2}(-[a-z]+)+-\d$/, 'for example eu-central-1'],
];

function checkAws(options: ReadonlyMap<OptionName, readonly string[]>): void {
  for (const [name, form, hint] of AWS_OPTIONS) {
    const value = options.get(name)?.[0];
    if (value === undefined) continue;
    if (options.get('format')?.[0] !== 'asff') throw usage(`--${name} belongs to --format asff.`);
    if (!form.test(value)) throw usage(`--${name} cannot be ${JSON.stringify(value)}.`, hint);
  }
}

const CLUSTER_OPTIONS: readonly OptionName[] = ['kubeconfig', 'context', 'allow-exec'];
const WITHOUT_CLUSTER: readonly (readonly [OptionName, string])[] = [
  ['no-cluster', 'no cluster is asked then'],
  ['root', 'what is mounted or captured may belong to another cluster'],
  ['snapshot', 'a snapshot is judged without asking anybody'],
];

function checkCluster(options: ReadonlyMap<OptionName, readonly string[]>): void {
  const wanted = CLUSTER_OPTIONS.find((name) => options.has(name));
  const against = WITHOUT_CLUSTER.find(([name]) => options.has(name));
  if (wanted !== undefined && against !== undefined)
    throw usage(`--${against[0]} and --${wanted} exclude each other.`, against[1]);
}

/** The one value of an option, undefined when it is not given. */
export function optionOf({ options }: Invocation, name: OptionName): string | undefined {
  return options.get(name)?.[0];
}

/** A mistake on the command line. */
export function usage(message: string, hint?: string): KubetrueError {
  return new KubetrueError('KT_USAGE', hint === undefined ? { message } : { message, hint });
}
