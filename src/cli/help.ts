import { FORMAT_NAMES, FORMATS } from '../report/formats.ts';
import { widthOf, wrap } from '../report/text/width.ts';
import { COMMAND_NAMES, type CommandName, type CommandSpec, commandOf } from './commands.ts';
import { COMMON, type OptionName, specOf } from './options.ts';

/** What the program is, in three sentences. */
export const ABOUT =
  'Judges Kubernetes nodes and clusters against the CIS Kubernetes Benchmark by what is in force: flags, environment, ' +
  'files, drop-ins and defaults as the running components resolve them, proved by read-only probes. Repairs, when asked ' +
  'to, what can be repaired safely.';

export const EXIT_CODES: readonly (readonly [string, string])[] = [
  ['0', 'clean'],
  ['1', 'a control fails, or what was read and what was proved contradict each other (see --fail-on)'],
  ['2', 'the command line or a file given to kubetrue is wrong, or kubetrue has a bug'],
  ['3', 'nothing failed, but something that should have been judged could not be'],
];

/** Exit codes that a command's own help tells. */
export const EXIT_CODES_OF: Partial<Record<CommandName, typeof EXIT_CODES>> = {
  scan: EXIT_CODES,
  report: [
    ['0', 'clean on all nodes'],
    ['1', 'a control fails somewhere, and no waiver covers it (see --fail-on)'],
    ['2', 'a report cannot be read, or the command line is wrong; nothing is written'],
    ['3', 'nothing failed, but something could not be judged, or a node has no report'],
  ],
  diff: [
    ['0', 'nothing got worse'],
    ['1', 'something got worse (see --fail-on)'],
    ['2', 'a file cannot be read, or the command line is wrong'],
    ['3', 'nothing got worse, but something is not known any more or cannot be compared'],
  ],
  waivers: [
    ['0', 'nothing is wrong'],
    ['2', 'something is'],
  ],
};

/** What `kubetrue --help` shows. */
export function programHelp(width: number): string {
  return sections(width, [
    ['', ABOUT],
    ['Usage', [['kubetrue COMMAND [OPTIONS]', 'kubetrue COMMAND --help tells more']]],
    ['Commands', COMMAND_NAMES.map((name) => [commandOf(name).words, commandOf(name).summary])],
    ['Options of every command', COMMON.map(optionRow)],
    [
      'Examples',
      [
        ['kubetrue demo', 'what it does, without any Kubernetes'],
        ['kubetrue scan', 'judge this node'],
        ['kubetrue explain 2.5', 'why a control matters and how to meet it'],
      ],
    ],
    ['Exit codes', EXIT_CODES],
  ]);
}

/** What `kubetrue COMMAND --help` shows. */
export function commandHelp(name: CommandName, width: number): string {
  const command: CommandSpec = commandOf(name);
  const codes = EXIT_CODES_OF[name];
  const words = ['kubetrue', command.words, ...command.arguments].join(' ');
  return sections(width, [
    ['', `${words}: ${command.summary}`],
    ['Usage', [[`${words} [OPTIONS]`, '']]],
    ['Options', [...command.options, ...COMMON].map((option) => optionRow(option, command))],
    ...(command.formats === FORMAT_NAMES ? [['Formats', formatRows()] as const] : []),
    ['Examples', command.examples],
    ...(codes === undefined ? [] : [['Exit codes', codes] as const]),
  ]);
}

function optionRow(name: OptionName, command?: CommandSpec | number): readonly [string, string] {
  const { short, value, choices, help } = specOf(name);
  const shown = `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
  const formats =
    name === 'format' && typeof command === 'object'
      ? `: ${formatList(command.formats)} (default ${command.formats[0]})`
      : '';
  const listed =
    choices === undefined || choices.every((one) => help.includes(`${one}:`))
      ? ''
      : `: ${choices.join(', ')}`;
  return [shown, `${help}${formats}${listed}`];
}

/** Many formats have a list of their own. */
function formatList(formats: readonly string[]): string {
  return formats === FORMAT_NAMES ? 'one of the list below' : formats.join(' or ');
}

function formatRows(): (readonly [string, string])[] {
  return FORMAT_NAMES.map((name) => [name, FORMATS[name].summary] as const);
}

type Section = readonly [title: string, content: string | readonly (readonly [string, string])[]];

function sections(width: number, list: readonly Section[]): string {
  const room = Math.min(width, 100);
  const blocks = list.map(([title, content]) => {
    if (typeof content === 'string') return wrap(content, room);
    return [`${title}:`, ...rows(content, room)];
  });
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function rows(list: readonly (readonly [string, string])[], width: number): string[] {
  const column = Math.max(...list.map(([left]) => widthOf(left))) + 2;
  const beside = width - 2 - column >= 28;
  return list.flatMap(([left, right]) => {
    if (right === '') return [`  ${left}`];
    if (!beside) return [`  ${left}`, ...wrap(right, width - 6).map((line) => `      ${line}`)];
    return wrap(right, width - 2 - column).map(
      (line, index) => `  ${(index === 0 ? left : '').padEnd(column)}${line}`,
    );
  });
}
