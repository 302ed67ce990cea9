import type { OptionName } from './options.ts';

export interface CommandSpec {
  /** Words after the program's name. */
  readonly words: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Positional arguments, in order. */
  readonly arguments: readonly string[];
  readonly options: readonly OptionName[];
  readonly formats: readonly string[];
  readonly examples: readonly (readonly [command: string, meaning: string])[];
}

export const COMMANDS = {
  scan: {
    words: 'scan',
    summary: 'judge this machine by what is in force, and prove it',
    arguments: [],
    options: [
      ...(['root', 'snapshot', 'benchmark', 'control', 'rule', 'component'] as const),
      ...(['format', 'output', 'prove', 'fail-on', 'judge', 'at'] as const),
    ],
    formats: ['text', 'json'],
    examples: [
      ['kubetrue scan', 'judge this node; root sees most'],
      ['kubetrue scan --control 2.5 --format json -o report.json', 'one control, for a program'],
      ['kubetrue scan --root /mnt/host --fail-on high', 'a mounted host; only high severity fails'],
      ['kubetrue scan --snapshot node.json', 'judge recorded facts, on any machine'],
    ],
  },
  snapshot: {
    words: 'snapshot',
    summary: 'record the facts of this machine, to be judged elsewhere',
    arguments: [],
    options: ['root', 'output', 'prove'],
    formats: [],
    examples: [
      ['kubetrue snapshot --output node.json', 'facts only'],
      ['kubetrue snapshot --prove local -o node.json', 'facts and what the probes saw'],
    ],
  },
  explain: {
    words: 'explain',
    summary: "show a rule's page: why, where it is set, how it is proved and mended",
    arguments: ['ID'],
    options: ['benchmark', 'format', 'output'],
    formats: ['text', 'markdown'],
    examples: [
      ['kubetrue explain 2.5', 'by control number'],
      ['kubetrue explain peer-client-cert-auth', 'by setting'],
      ['kubetrue explain 2.5 --format markdown --benchmark cis-kubernetes@1.5', 'the page in published form'],
    ],
  },
  rules: {
    words: 'rules list',
    summary: 'list the rules and the controls they judge',
    arguments: [],
    options: ['benchmark', 'format', 'output'],
    formats: ['text', 'json'],
    examples: [['kubetrue rules list', 'all rules, numbered by the newest benchmark version']],
  },
  benchmarks: {
    words: 'benchmarks [list]',
    summary: 'list benchmarks, their versions and which Kubernetes they are for',
    arguments: [],
    options: ['format', 'output'],
    formats: ['text', 'json'],
    examples: [['kubetrue benchmarks list --format json', 'for a program']],
  },
  demo: {
    words: 'demo',
    summary: 'judge a bundled capture of a real cluster; needs nothing',
    arguments: [],
    options: ['live'],
    formats: [],
    examples: [
      ['kubetrue demo', 'offline, in about a second'],
      ['kubetrue demo --live', 'three real etcd members on loopback, one of them weakened'],
    ],
  },
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

export function commandOf(name: CommandName): CommandSpec {
  return COMMANDS[name];
}

/** What the contract names and this version does not do yet. Said plainly rather than taken for a typing mistake. */
export const LATER_COMMANDS: readonly string[] = ['fix', 'diff'];
export const LATER_RULES_COMMANDS: readonly string[] = ['test', 'new', 'import', 'lint'];
