import { COMMAND_NAMES, type CommandName, commandOf, VERBS } from '../../src/cli/commands.ts';
import { EXIT_CODES, EXIT_CODES_OF } from '../../src/cli/help.ts';
import { COMMON, type OptionName, specOf } from '../../src/cli/options.ts';
import { FORMAT_NAMES } from '../../src/report/formats.ts';
import type { Page } from './page.ts';

/** Guides that tell more of a command. */
const GUIDES: Readonly<Record<CommandName, readonly (readonly [file: string, about: string])[]>> = {
  scan: [
    ['files.md', 'files before they run'],
    ['ci.md', 'in a pipeline'],
    ['proofs.md', 'what is asked of whom'],
    ['report.md', 'the report'],
    ['waivers.md', 'waivers'],
    ['compare.md', 'baselines'],
  ],
  snapshot: [['proofs.md', 'what is asked of whom']],
  explain: [['rules/README.md', 'all rules']],
  rules: [['writing-rules.md', 'writing rules']],
  benchmarks: [['rules/README.md', 'benchmark versions']],
  diff: [['compare.md', 'comparing reports']],
  report: [['compare.md', 'many nodes in one report']],
  waivers: [['waivers.md', 'waivers']],
  fix: [['fixes.md', 'repairs']],
  completion: [['install.md', 'installing']],
  demo: [['verdicts.md', 'wrong verdicts, and how they are avoided']],
};

/** A page for each command, and one that lists them, made of the tables behind `--help`. */
export function commandPages(): Page[] {
  return [
    {
      ...{
        source: 'docs/commands/README.md',
        to: 'commands/index.html',
        title: 'Commands',
        group: 'commands',
      },
      markdown: index(),
    },
    ...COMMAND_NAMES.map(
      (name): Page => ({
        ...{ source: `docs/commands/${name}.md`, to: `commands/${name}.html`, group: 'commands' },
        title: `kubetrue ${commandOf(name).words}`,
        markdown: commandPage(name),
        keywords: commandOf(name).options.map((option) => `--${option}`),
      }),
    ),
  ];
}

function index(): string {
  const rows = COMMAND_NAMES.map((name) => {
    const { words, summary } = commandOf(name);
    return [`[\`kubetrue ${words}\`](${name}.md)`, cell(summary)];
  });
  return [
    '# Commands',
    table(['command', 'does'], rows),
    '## Options of every command',
    table(['option', 'means'], COMMON.map(optionRow)),
    '## Exit codes',
    table(['code', 'means'], EXIT_CODES),
    'Data goes to stdout, everything else to stderr.',
  ].join('\n\n');
}

function commandPage(name: CommandName): string {
  const { words, summary, arguments: given, options, formats, examples } = commandOf(name);
  const codes = EXIT_CODES_OF[name];
  const usage = ['kubetrue', words, ...given, '[OPTIONS]'].join(' ');
  return [
    `# kubetrue ${words}`,
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    fenced(usage),
    '## Examples',
    ...examples.map(
      ([command, meaning]) => `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}:\n\n${fenced(command)}`,
    ),
    ...(options.length > 0 ? ['## Options', table(['option', 'means'], options.map(optionRow))] : []),
    'The [options of every command](README.md#options-of-every-command) go with it too.',
    ...verbs(name),
    ...(formats.length > 0 ? ['## Formats', formatList(formats)] : []),
    ...(codes === undefined ? [] : ['## Exit codes', table(['code', 'means'], codes)]),
    '## More',
    GUIDES[name].map(([file, about]) => `- [${about}](../${file})`).join('\n'),
  ].join('\n\n');
}

function verbs(name: CommandName): string[] {
  const specs = VERBS[name];
  if (specs === undefined) return [];
  const rows = Object.entries(specs).map(([verb, { argument, several, options }]) => [
    `\`${[name, verb, ...(argument === null ? [] : [argument + (several === true ? '…' : '')])].join(' ')}\``,
    options.map((option) => `\`--${option}\``).join(' ') || 'none of its own',
  ]);
  return ['## What goes with what', table(['command', 'options'], rows)];
}

function formatList(formats: readonly string[]): string {
  const shown =
    formats === FORMAT_NAMES
      ? formats.map((one) => `[\`${one}\`](../formats/${one}.md)`)
      : formats.map((one) => `\`${one}\``);
  return `${shown.join(', ')}. The first is the default.`;
}

function optionRow(name: OptionName): readonly [string, string] {
  const { short, value, choices, help } = specOf(name);
  const words = `\`--${name}${value === undefined ? '' : ` ${value}`}\`${short === undefined ? '' : `, \`-${short}\``}`;
  const listed =
    choices === undefined || choices.every((one) => help.includes(`${one}:`))
      ? ''
      : `: ${choices.join(', ')}`;
  return [words, cell(`${help}${listed}`)];
}

function fenced(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}

/** Bars would end a cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
