import { FORMAT_NAMES } from '../report/formats.ts';
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
    summary: 'judge this machine by what is in force, and prove it; with PATH, files before they run',
    arguments: ['[PATH…]'],
    options: [
      ...(['root', 'host', 'node-name', 'snapshot'] as const),
      ...(['benchmark', 'control', 'rule', 'component', 'rules', 'profile'] as const),
      ...(['kubeconfig', 'context', 'allow-exec', 'no-cluster'] as const),
      ...(['format', 'output', 'prove', 'no-prove', 'fail-on', 'judge', 'at'] as const),
      ...(['aws-account', 'aws-region'] as const),
      ...(['waivers', 'baseline'] as const),
      ...(['partial', 'fix', 'dry-run', 'allow'] as const),
    ],
    formats: FORMAT_NAMES,
    examples: [
      ['kubetrue scan', 'judge this node; root sees most'],
      ['kubetrue scan --control 2.5 --format json -o report.json', 'one control, for a program'],
      ['kubetrue scan --root /mnt/host --fail-on high', 'a mounted host; only high severity fails'],
      ['kubetrue scan --host /host --prove off', 'from a container, the machine that it runs on'],
      ['kubetrue scan --rules my-rules', "rules of one's own beside those of Kubetrue"],
      ['kubetrue scan --snapshot node.json', 'judge recorded facts, on any machine'],
      ['kubetrue scan --waivers waivers.yaml', 'what is accepted, by whom and until when, does not fail'],
      ['kubetrue scan --baseline last.json', 'fail only on what the earlier report does not hold'],
      ['kubetrue scan manifests/ kubeadm.yaml', 'files that nothing runs yet: same rules, file and line'],
      ['helm template CHART | kubetrue scan -', 'what a chart or kustomize build would apply'],
      ['kubetrue scan manifests/ --fix --dry-run', 'the diff of what --fix would repair; nothing is written'],
    ],
  },
  snapshot: {
    words: 'snapshot',
    summary: 'record the facts of this machine, to be judged elsewhere',
    arguments: [],
    options: [
      ...(['root', 'host', 'node-name', 'output', 'prove'] as const),
      ...(['kubeconfig', 'context', 'allow-exec', 'no-cluster'] as const),
    ],
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
    words: 'rules',
    summary: 'list the rules; write, check and try rules of your own: list, new, lint, test, import',
    arguments: ['list|new|lint|test|import', '[ID|DIR|PAGE…]'],
    options: ['benchmark', 'unproved', 'format', 'output', 'at'],
    formats: ['text', 'json', 'oscal'],
    examples: [
      ['kubetrue rules list', 'all rules, numbered by the newest benchmark version'],
      ['kubetrue rules list --format oscal -o rules.json', 'an OSCAL component definition of the rule set'],
      ['kubetrue rules new etcd-our-ports -o my-rules', 'a rule with cases, to be changed'],
      ['kubetrue rules lint my-rules', 'what is wrong in them: file, line, nearest name'],
      ['kubetrue rules test my-rules', 'whether their cases end as they expect; exit code 1 if not'],
      ['kubetrue rules import 2.5.md', 'the rule that a published page asks for, to be read'],
      ['kubetrue rules import pages/*.md -o my-rules', 'drafts in folders of their own; all pages or none'],
    ],
  },
  benchmarks: {
    words: 'benchmarks [list]',
    summary: 'list benchmarks, their versions and which Kubernetes they are for',
    arguments: [],
    options: ['format', 'output'],
    formats: ['text', 'json'],
    examples: [['kubetrue benchmarks list --format json', 'for a program']],
  },
  diff: {
    words: 'diff',
    summary: 'what changed between two reports or snapshots, and the likely cause',
    arguments: ['OLD', 'NEW'],
    options: [
      ...(['benchmark', 'control', 'rule', 'component', 'judge', 'at'] as const),
      ...(['waivers', 'fail-on', 'format', 'output'] as const),
    ],
    formats: ['text', 'json'],
    examples: [
      ['kubetrue diff monday.json friday.json', 'reports of one node: new, gone, changed'],
      [
        'kubetrue diff before.snapshot.json after.snapshot.json',
        'snapshots are judged first, and tell which file changed and what was restarted',
      ],
      ['kubetrue diff old.json new.json --fail-on high', 'exit code 1 only when high severity got worse'],
    ],
  },
  report: {
    words: 'report merge',
    summary: 'one report of many nodes: each control by node, who differs, who is missing',
    arguments: ['REPORT…'],
    options: ['expect', 'fail-on', 'format', 'output'],
    formats: ['text', 'json'],
    examples: [
      ['kubetrue report merge node-*.json', 'offline; nodes that differ from those of their role are named'],
      ['kubetrue report merge node-*.json --expect cp-1,worker-1,worker-2', 'name what has no report'],
      [
        'kubetrue report merge node-*.json --expect nodes.txt --format json',
        'as `kubectl get nodes -o name` lists them; for a program',
      ],
    ],
  },
  waivers: {
    words: 'waivers lint',
    summary: 'check a file of waivers: unknown ids, what is past its time, what is there twice',
    arguments: ['FILE'],
    options: ['rules', 'at', 'format', 'output'],
    formats: ['text', 'json'],
    examples: [
      ['kubetrue waivers lint waivers.yaml', 'every problem with its line'],
      ['kubetrue waivers lint waivers.yaml --rules my-rules', "waivers of rules of one's own too"],
      ['kubetrue waivers lint waivers.yaml --at 2027-01-01T00:00:00Z', 'what will have expired by then'],
    ],
  },
  fix: {
    words: 'fix',
    summary: 'repair what a scan found: plan, apply, durable, rollback, status, history',
    arguments: ['plan|apply|durable|rollback|status|history', '[PLAN|ID]'],
    options: [
      ...(['root', 'benchmark', 'control', 'rule', 'component', 'output', 'prove', 'at'] as const),
      ...(['kubeconfig', 'context', 'allow-exec', 'no-cluster'] as const),
      ...(['yes', 'allow', 'unseen', 'dry-run', 'watch', 'deadline', 'state', 'format'] as const),
      ...(['restart', 'restart-kubelet', 'restart-etcd', 'etcd-snapshot'] as const),
    ],
    formats: ['text', 'json'],
    examples: [
      ['kubetrue fix plan --output plan.json', 'what would be changed, to be read; nothing is changed'],
      [
        'kubetrue fix plan --control 2.5',
        'one control, with what needs consent: who notices, what was checked',
      ],
      [
        'kubetrue fix apply plan.json',
        'change by change: replace, watch, verify; what turns out bad is taken back',
      ],
      ['kubetrue fix durable ID', 'the same in the ConfigMaps of kubeadm, once all nodes have it'],
      ['kubetrue fix status', 'whether something was interrupted, and what finishes it'],
      ['kubetrue fix rollback ID', 'take back what an apply changed'],
    ],
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
  completion: {
    words: 'completion',
    summary: 'print a script that completes command lines in bash, zsh or fish',
    arguments: ['bash|zsh|fish'],
    options: ['output'],
    formats: [],
    examples: [
      ['source <(kubetrue completion bash)', 'in ~/.bashrc'],
      ['kubetrue completion zsh -o /usr/local/share/zsh/site-functions/_kubetrue', 'for all users of zsh'],
      ['kubetrue completion fish -o ~/.config/fish/completions/kubetrue.fish', 'for one user of fish'],
    ],
  },
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

export function commandOf(name: CommandName): CommandSpec {
  return COMMANDS[name];
}

/** Formats of what `kubetrue scan PATH --fix` did. */
export const FIX_FORMATS: readonly string[] = ['text', 'json'];

/** A verb of a command: its positional argument, if it takes one or several, and its options. */
export interface VerbSpec {
  argument: string | null;
  several?: true;
  options: readonly OptionName[];
  /** Where it has fewer than its command. */
  formats?: readonly string[];
}

/** How the cluster is asked. */
const CLUSTER: readonly OptionName[] = ['kubeconfig', 'context', 'allow-exec'];

/** What follows each verb of `kubetrue fix`: a positional argument or null, and options. */
const FIX_VERBS: Readonly<Record<string, VerbSpec>> = {
  plan: {
    argument: null,
    options: [
      ...(['root', 'benchmark', 'control', 'rule', 'component', 'output', 'prove', 'at'] as const),
      ...(['kubeconfig', 'context', 'allow-exec', 'no-cluster', 'allow', 'format'] as const),
    ],
  },
  apply: {
    argument: 'PLAN',
    options: [
      ...(['yes', 'allow', 'dry-run', 'watch', 'deadline'] as const),
      ...(['restart', 'restart-kubelet', 'restart-etcd', 'etcd-snapshot'] as const),
      ...([...CLUSTER, 'no-cluster', 'state', 'format'] as const),
    ],
  },
  durable: { argument: 'ID', options: ['yes', 'unseen', 'dry-run', ...CLUSTER, 'state', 'format'] },
  rollback: {
    argument: 'ID',
    options: [
      ...(['yes', 'deadline', 'restart', 'restart-kubelet', 'restart-etcd'] as const),
      ...([...CLUSTER, 'no-cluster', 'state', 'format'] as const),
    ],
  },
  status: { argument: null, options: [...CLUSTER, 'no-cluster', 'state', 'format'] },
  history: { argument: null, options: ['state', 'format'] },
};

const TEXT_OR_JSON: readonly string[] = ['text', 'json'];

/** What follows each verb of `kubetrue rules`. */
const RULES_VERBS: Readonly<Record<string, VerbSpec>> = {
  list: { argument: null, options: ['benchmark', 'unproved', 'format', 'output', 'at'] },
  new: { argument: 'ID', options: ['output'] },
  lint: { argument: 'DIR', several: true, options: [] },
  test: { argument: 'DIR', several: true, options: ['benchmark', 'format'], formats: TEXT_OR_JSON },
  import: {
    argument: 'PAGE',
    several: true,
    options: ['format', 'output'],
    formats: TEXT_OR_JSON,
  },
};

const SHELL: VerbSpec = { argument: null, options: ['output'] };

/** The verbs of those commands that have several. */
export const VERBS: Partial<Record<CommandName, Readonly<Record<string, VerbSpec>>>> = {
  fix: FIX_VERBS,
  rules: RULES_VERBS,
  completion: { bash: SHELL, zsh: SHELL, fish: SHELL },
};
