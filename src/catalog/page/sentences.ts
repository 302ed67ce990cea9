import type { Check, Rule, SettingsCheck } from '../../model/rule.ts';
import { settingsOf } from '../../model/rule-settings.ts';
import { fileAuditSentences, fileRemediationSentences } from './file-sentences.ts';
import { type Predicated, predicateSentences } from './predicate-sentences.ts';

const MANIFESTS: Readonly<Record<string, string>> = {
  etcd: '/etc/kubernetes/manifests/etcd.yaml',
  'kube-apiserver': '/etc/kubernetes/manifests/kube-apiserver.yaml',
  'kube-controller-manager': '/etc/kubernetes/manifests/kube-controller-manager.yaml',
  'kube-scheduler': '/etc/kubernetes/manifests/kube-scheduler.yaml',
};

/** The published pages' names for the nodes on which a component runs. */
const NODES: Readonly<Record<string, string>> = {
  etcd: 'the etcd server node',
  kubelet: 'each worker node',
  'kube-proxy': 'each worker node',
};

/**
 * The benchmark's letter in the sentences of the published pages, so that programs which read those pages can
 * compile ours too: hence also their name for a control plane node. They see the command line only; the rule's own
 * prose says what else decides. Empty for a rule that is about neither a process nor files that those pages know: its
 * prose says it all.
 */
export function auditSentences(rule: Rule): string {
  const onFiles = fileAuditSentences(rule);
  if (onFiles !== null) return onFiles;
  if (!isAboutProcess(rule) || 'each' in rule.letter) return '';
  const node = NODES[rule.component] ?? 'the master node';
  const run = [`Run the following command on ${node}:`, '```', `ps -ef | grep ${rule.component}`, '```'];
  const verdicts = [...new Set(verdictSentences(rule, rule.letter))];
  return [...applicability(rule), [...run, ...verdicts].join('\n')].join('\n\n');
}

function isAboutProcess(rule: Rule): boolean {
  return MANIFESTS[rule.component] !== undefined || NODES[rule.component] !== undefined;
}

function applicability(rule: Rule): string[] {
  if (rule.applies?.members !== 'several') return [];
  return [
    'This recommendation is applicable only for clusters of several etcd members. ' +
      'If you are using only one etcd member, it is not applicable.',
  ];
}

function verdictSentences(rule: Rule, letter: Check): string[] {
  const other = forbiddenValue(letter);
  if (other !== null)
    return [`Verify that the ${flag(other.setting)} argument exists and is not set to \`${other.value}\`.`];
  if ('allOf' in letter) return letter.allOf.flatMap((one) => verdictSentences(rule, one));
  if ('settings' in letter) return settingSentences(rule, letter);
  // What is judged item by item has no sentence in that grammar; the prose tells how to look.
  return 'distinct' in letter ? distinctSentences(rule, letter) : [];
}

/** One flag that must be there, and not be or hold one value. */
function forbiddenValue(letter: Check): { setting: string; value: unknown } | null {
  if (!('allOf' in letter)) return null;
  const [first, second, ...more] = letter.allOf;
  if (first === undefined || second === undefined || more.length > 0) return null;
  if (!('settings' in first) || !('settings' in second)) return null;
  const [setting = ''] = first.settings;
  const must = first.settings.length === 1 && second.settings.join() === setting ? first.must : {};
  if (!('given' in must && must.given) && !('present' in must && must.present)) return null;
  if ('excludes' in second.must) return { setting, value: second.must.excludes };
  return 'not' in second.must ? { setting, value: second.must.not } : null;
}

function settingSentences(rule: Rule, { settings, must }: SettingsCheck): string[] {
  const [gates, flags] = [settings.filter(isGate), settings.filter((name) => !isGate(name))];
  return [
    ...gates.map((name) => gateSentence(name)),
    ...(flags.length === 0 ? [] : predicateSentences(flags.map(flag), withDefaults(must, rule))),
  ];
}

/** Feature gates are settings too; flags have no capitals. */
function isGate(name: string): boolean {
  return /^[A-Z]/.test(name);
}

function gateSentence(name: string): string {
  return `Verify that the \`--feature-gates\` argument is set to a value that does not include \`${name}=false\`.`;
}

/** `$name` of a parameter as the value that the rule gives it. */
function withDefaults(must: SettingsCheck['must'], rule: Rule): Predicated {
  const [[kind, value] = ['present', true]] = Object.entries(must) as [string, unknown][];
  const parameter = typeof value === 'string' && value.startsWith('$') ? value.slice(1) : null;
  return { kind, value: parameter === null ? value : rule.parameters[parameter]?.default };
}

function distinctSentences(rule: Rule, letter: Extract<Check, { distinct: string }>): string[] {
  const files = rule.evidence.map((setting) => `Find the file specified by the ${flag(setting)} argument.`);
  const { component, setting } = letter.from;
  return [
    ...files,
    `Additionally, ensure that none of them is the file specified by the ${flag(setting)} argument of ${component}.`,
  ];
}

/** Empty when the letter is no matter of setting a parameter. */
export function remediationSentences(rule: Rule): string {
  const onFiles = fileRemediationSentences(rule);
  if (onFiles !== null) return onFiles;
  const { letter } = rule;
  const manifest = MANIFESTS[rule.component];
  if (!('settings' in letter) || manifest === undefined) return '';
  const edit = `Edit the ${rule.component} pod specification file \`${manifest}\` on the master node and`;
  if ('not' in letter.must) {
    const removals = letter.settings.map(
      (name) => `either remove the ${flag(name)} parameter or set it to \`false\`.`,
    );
    return removals.map((removal) => `${edit} ${removal}`).join('\n');
  }
  if (asksForAbsence(letter.must)) {
    return letter.settings.map((name) => `${edit} remove the ${flag(name)} parameter.`).join('\n');
  }
  const parameters = settingsOf(letter).map((name) => `--${name}=${parameterValue(rule, name)}`);
  const noun = parameters.length === 1 ? 'parameter' : 'parameters';
  return [`${edit} set the below ${noun}:`, '', '```', ...parameters, '```'].join('\n');
}

function asksForAbsence(must: SettingsCheck['must']): boolean {
  return ('present' in must && !must.present) || ('given' in must && !must.given);
}

/** Paths are the site's own, so they are written as placeholders; an empty text stands for one. */
function parameterValue(rule: Rule, name: string): string {
  const value = rule.remediation.set[name];
  return value === '' || value === undefined || isPath(value) ? `</path/to/${name}>` : String(value);
}

function isPath(value: string | number | boolean): boolean {
  return typeof value === 'string' && value.startsWith('/');
}

function flag(setting: string): string {
  return `\`--${setting}\``;
}
