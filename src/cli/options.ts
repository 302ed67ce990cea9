/** What a value on the command line is. */
export type Takes =
  | 'file'
  | 'directory'
  | 'format'
  | 'benchmark'
  | 'control'
  | 'rule'
  | 'component'
  /** A rule or a control. */
  | 'page'
  /** Nothing that could be listed. */
  | 'text';

/** One option of the command line. Without `value` it is a switch. */
export interface OptionSpec {
  readonly value?: string;
  /** What its value is, for completion; left out where there are choices. */
  readonly takes?: Takes;
  readonly short?: string;
  readonly repeatable?: true;
  readonly choices?: readonly string[];
  /** One sentence for --help. */
  readonly help: string;
}

export const OPTIONS = {
  root: {
    value: 'DIR',
    takes: 'directory',
    help: 'judge a host file system mounted or captured at DIR; nothing outside is read, nothing is probed',
  },
  host: {
    value: 'DIR',
    takes: 'directory',
    help: 'judge this machine, whose root directory is mounted at DIR, as in a container; it is asked where its network is ours',
  },
  'node-name': {
    value: 'NAME',
    takes: 'text',
    help: 'what the cluster calls this node (default: its host name)',
  },
  snapshot: {
    value: 'FILE',
    takes: 'file',
    help: 'judge facts that `kubetrue snapshot` recorded; nothing is collected',
  },
  benchmark: {
    value: 'NAME[@VERSION]',
    takes: 'benchmark',
    help: 'benchmark to judge by (default: chosen from what is found, and the report says why)',
  },
  control: {
    value: 'ID',
    takes: 'control',
    repeatable: true,
    help: 'judge only this control, e.g. 2.5 (repeatable)',
  },
  rule: { value: 'ID', takes: 'rule', repeatable: true, help: 'judge only this rule (repeatable)' },
  profile: {
    value: 'FILE',
    takes: 'file',
    help: 'what your site judges, and the severities and parameters that it asks for; the report says what differs',
  },
  rules: {
    value: 'DIR',
    takes: 'directory',
    repeatable: true,
    help: 'go by the rules of your own below DIR as well; a report names their files (repeatable)',
  },
  component: {
    value: 'NAME',
    takes: 'component',
    repeatable: true,
    help: 'judge only this component (repeatable)',
  },
  format: { value: 'FORMAT', takes: 'format', help: 'how to write the result' },
  'aws-account': {
    value: 'ID',
    takes: 'text',
    help: 'with --format asff: account whose Security Hub the findings are for (default 000000000000, which none takes)',
  },
  'aws-region': { value: 'NAME', takes: 'text', help: 'with --format asff: its region (default us-east-1)' },
  output: {
    value: 'FILE',
    takes: 'file',
    short: 'o',
    help: 'write to FILE, replaced in one step, instead of stdout',
  },
  prove: {
    value: 'HOW',
    choices: ['off', 'local', 'deep'],
    help: 'off: read only; local: also ask the components of this node, read-only; deep: also dry-run writes, and reads of stored bytes that are not kept',
  },
  'no-prove': {
    value: 'RULE',
    takes: 'rule',
    repeatable: true,
    help: 'send nothing for the proof of this rule (repeatable)',
  },
  kubeconfig: {
    value: 'FILE',
    takes: 'file',
    help: 'kubeconfig of the cluster to judge (default: as kubectl, else the service account of the Pod, else admin.conf)',
  },
  context: { value: 'NAME', takes: 'text', help: 'context of the kubeconfig (default: its current one)' },
  'allow-exec': { help: 'let the kubeconfig run its credential plugin; nothing else ever starts a program' },
  'no-cluster': { help: 'do not ask the Kubernetes API' },
  'fail-on': {
    value: 'SEVERITY',
    choices: ['high', 'medium', 'low', 'any', 'never'],
    help: 'lowest severity that makes the exit code 1 (default any)',
  },
  partial: {
    help: 'with PATH: the files are part of a whole; what others decide, or having nothing to judge, does not make the exit code 3',
  },
  waivers: {
    value: 'FILE',
    takes: 'file',
    help: 'failures that are accepted for a time: shown beside the status, not counted by --fail-on',
  },
  baseline: {
    value: 'FILE',
    takes: 'file',
    help: 'an earlier JSON report: only what it does not hold yet makes the exit code 1 or 3',
  },
  expect: {
    value: 'NODES',
    takes: 'file',
    repeatable: true,
    help: 'nodes that should have a report: names joined by commas, or a file with one a line (default: those of the cluster, where a report has them)',
  },
  judge: {
    value: 'BY',
    choices: ['effect', 'letter'],
    help: "effect: by what is in force (default); letter: by the benchmark's own sentence",
  },
  at: { value: 'TIME', takes: 'text', help: 'clock of the judgement, RFC 3339 (default now)' },
  unproved: { help: 'only rules on a running component that no probe can prove' },
  fix: {
    help: 'with PATH: repair these files where it is safe, judge them again first, and print what was changed',
  },
  yes: { help: 'apply without asking; needed where there is no terminal' },
  allow: {
    value: 'RULE',
    takes: 'rule',
    repeatable: true,
    help: 'consent to changes for this rule that need consent (repeatable)',
  },
  unseen: {
    value: 'NODE',
    takes: 'text',
    repeatable: true,
    help: 'answer for a node of which it cannot be asked what it runs with (repeatable)',
  },
  'dry-run': { help: 'check everything, change nothing' },
  watch: {
    value: 'SECONDS',
    takes: 'text',
    help: 'how long a changed component must stay well (default: 300 for the API server and etcd, 60 for others)',
  },
  deadline: {
    value: 'SECONDS',
    takes: 'text',
    help: 'how long a changed component may take to run as intended before all is taken back (default 300)',
  },
  restart: {
    value: 'NAME=PROGRAM',
    takes: 'text',
    repeatable: true,
    help: 'program, by absolute path, that restarts a service instead of systemctl: kubelet, etcd, k3s, rke2, kubelite, kube-apiserver, ..., or a unit (repeatable)',
  },
  'restart-kubelet': {
    value: 'PROGRAM',
    takes: 'file',
    help: 'the same as --restart kubelet=PROGRAM',
  },
  'restart-etcd': {
    value: 'PROGRAM',
    takes: 'file',
    help: 'the same as --restart etcd=PROGRAM, for an etcd that is no static Pod',
  },
  'etcd-snapshot': {
    value: 'DIR',
    takes: 'directory',
    help: 'keep the snapshot that is taken before etcd restarts in DIR; it holds every Secret',
  },
  state: {
    value: 'DIR',
    takes: 'directory',
    help: 'where journals and backups are kept (default /var/lib/kubetrue)',
  },
  live: { help: 'start three real etcd members on loopback, weaken one, scan, clean up' },
  quiet: { short: 'q', help: 'no progress and no notes on stderr' },
  'no-color': { help: 'no colour (also: NO_COLOR set, no terminal, TERM=dumb)' },
  help: { short: 'h', help: 'show this help' },
  version: { short: 'V', help: 'show the version' },
} as const satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof OPTIONS;
export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

export function specOf(name: OptionName): OptionSpec {
  return OPTIONS[name];
}

/** Understood everywhere. */
export const COMMON: readonly OptionName[] = ['quiet', 'no-color', 'help', 'version'];
