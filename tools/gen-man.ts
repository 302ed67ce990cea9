import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };
import { COMMAND_NAMES, type CommandName, commandOf, VERBS } from '../src/cli/commands.ts';
import { ABOUT, EXIT_CODES, EXIT_CODES_OF } from '../src/cli/help.ts';
import { COMMON, OPTION_NAMES, type OptionName, specOf } from '../src/cli/options.ts';
import { FORMAT_NAMES, FORMATS } from '../src/report/formats.ts';

export const MAN = fileURLToPath(new URL('../man/', import.meta.url));

/** Of the last change of this page that a reader should know of. */
const DATE = '2026-11-27';

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['NO_COLOR', 'no colour, when it is set to anything'],
  ['TERM', 'no colour, when it is dumb'],
  ['COLUMNS', 'width of text that goes to no terminal (default 80)'],
  ['LC_ALL, LC_CTYPE, LANG', 'signs beyond ASCII only where they name UTF-8, or nothing'],
  ['KUBECONFIG', 'kubeconfigs, as kubectl reads them, where --kubeconfig is not given'],
];

const FILES: readonly (readonly [string, string])[] = [
  ['/var/lib/kubetrue', 'journals and backups of kubetrue fix'],
];

/** The manual page, by file name: man(7), from the tables that the command line is read by. */
export function manFiles(): Map<string, string> {
  const lines = [
    `.TH KUBETRUE 1 "${DATE}" "kubetrue ${manifest.version}" "User Commands"`,
    ...section('NAME', [`kubetrue \\- ${plain('judge Kubernetes nodes and clusters by what is in force')}`]),
    ...section('SYNOPSIS', ['.B kubetrue', '.I COMMAND', '.RI [ OPTION "] .\\|.\\|."']),
    ...section('DESCRIPTION', filled(plain(ABOUT))),
    ...section('COMMANDS', COMMAND_NAMES.flatMap(command)),
    ...section('OPTIONS', OPTION_NAMES.flatMap(option)),
    ...section('FORMATS', [
      plain('What a report may be written as; the first is the default.'),
      ...FORMAT_NAMES.flatMap((name) => item(bold(name), plain(FORMATS[name].summary))),
    ]),
    ...section('EXIT STATUS', table(EXIT_CODES)),
    ...section('ENVIRONMENT', table(ENVIRONMENT)),
    ...section('FILES', table(FILES)),
  ];
  return new Map([['kubetrue.1', `${lines.join('\n')}\n`]]);
}

function section(title: string, lines: readonly string[]): string[] {
  return [`.SH ${title}`, ...lines];
}

function command(name: CommandName): string[] {
  const { words, arguments: taken, summary, options, formats, examples } = commandOf(name);
  const verbs = Object.entries(VERBS[name] ?? {});
  const codes = EXIT_CODES_OF[name];
  return [
    `.SS "${['kubetrue', words, ...taken].map(plain).join(' ')}"`,
    ...filled(plain(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)),
    ...(verbs.length === 0
      ? optionList(options)
      : verbs.flatMap(([verb, spec]) => verbItem(name, verb, spec))),
    ...(formats.length === 0 || formats === FORMAT_NAMES
      ? []
      : ['.PP', plain(`Formats: ${formats.join(', ')}.`)]),
    ...(codes === undefined || codes === EXIT_CODES ? [] : ['.PP', plain('Exit status:'), ...table(codes)]),
    '.PP',
    'Examples:',
    ...examples.flatMap(([example, meaning]) => item(bold(example), plain(meaning))),
  ];
}

function verbItem(
  name: CommandName,
  verb: string,
  { argument, several, options }: { argument: string | null; several?: true; options: readonly OptionName[] },
): string[] {
  const taken = argument === null ? '' : ` ${italic(argument)}${several === true ? ' .\\|.\\|.' : ''}`;
  const listed = options.length === 0 ? 'No options of its own.' : options.map(spelled).join(', ');
  return item(`${bold(`${name} ${verb}`)}${taken}`, listed);
}

function optionList(options: readonly OptionName[]): string[] {
  return options.length === 0 ? [] : ['.PP', ...filled(`Options: ${options.map(spelled).join(', ')}`)];
}

function spelled(name: OptionName): string {
  return bold(`--${name}`);
}

function option(name: OptionName): string[] {
  const { short, value, choices, help } = specOf(name);
  const long = `${spelled(name)}${value === undefined ? '' : `=${italic(value)}`}`;
  const listed =
    choices === undefined || choices.every((one) => help.includes(`${one}:`))
      ? ''
      : `: ${choices.join(', ')}`;
  const owners = COMMAND_NAMES.filter((one) => commandOf(one).options.includes(name));
  const belongs = COMMON.includes(name) ? 'Every command.' : `Of ${owners.join(', ')}.`;
  return item(
    `${short === undefined ? '' : `${bold(`-${short}`)}, `}${long}`,
    plain(`${help}${listed}. ${belongs}`),
  );
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  return rows.flatMap(([left, right]) => item(bold(left), plain(right)));
}

function item(tag: string, text: string): string[] {
  return ['.TP', tag, ...filled(text)];
}

const LINE = 79;

/** Text on lines that are not too long, none of which roff takes for a request. */
function filled(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > LINE) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => (line.startsWith('.') ? `\\&${line}` : line));
}

function bold(text: string): string {
  return `\\fB${plain(text)}\\fR`;
}

function italic(text: string): string {
  return `\\fI${plain(text)}\\fR`;
}

/** A text that roff takes for nothing else: no escapes, no requests, hyphens that can be copied. */
function plain(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', ' .\\|.\\|.')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('~', '\\(ti')
    .replaceAll('"', '\\(dq');
  const strange = /[^\x20-\x7e]/.exec(escaped);
  if (strange !== null) throw new Error(`the manual page cannot hold ${strange[0]} of: ${text}`);
  return escaped;
}
