import type { Rule, SettingPredicate } from '../../model/rule.ts';

const MANIFEST: Readonly<Record<string, string>> = { etcd: '/etc/kubernetes/manifests/etcd.yaml' };

/**
 * The benchmark's letter in the sentences of the published pages, so that programs which read those pages can
 * compile ours too: hence also their name for a control plane node. They see the command line only; the rule's own
 * prose says what else decides.
 */
export function auditSentences(rule: Rule): string {
  const run = [
    'Run the following command on the etcd server node:',
    '```',
    `ps -ef | grep ${rule.component}`,
    '```',
  ];
  return [...applicability(rule), [...run, ...verdictSentences(rule)].join('\n')].join('\n\n');
}

function applicability(rule: Rule): string[] {
  if (rule.applies?.members !== 'several') return [];
  return [
    'This recommendation is applicable only for clusters of several etcd members. ' +
      'If you are using only one etcd member, it is not applicable.',
  ];
}

function verdictSentences(rule: Rule): string[] {
  const { letter } = rule;
  if ('settings' in letter) return settingSentences(letter.settings.map(flag), letter.must);
  if ('distinct' in letter) {
    const files = rule.evidence.map((setting) => `Find the file specified by the ${flag(setting)} argument.`);
    const { component, setting } = letter.from;
    return [
      ...files,
      `Additionally, ensure that none of them is the file specified by the ${flag(setting)} argument of ${component}.`,
    ];
  }
  const attributes = Object.entries(letter.must).map(([name, values]) => `${name} is ${values.join(' or ')}`);
  return [`For each of the ${letter.each}, review that ${attributes.join(' and ')}.`];
}

function settingSentences(flags: readonly string[], must: SettingPredicate): string[] {
  if ('equal' in must)
    return flags.map((name) => `Verify that the ${name} argument is set to \`${must.equal}\`.`);
  if ('not' in must) {
    return flags.map(
      (name) => `Verify that if the ${name} argument exists, it is not set to \`${must.not}\`.`,
    );
  }
  const [only = '', ...more] = flags;
  if (more.length === 0) return [`Verify that the ${only} argument exists and it is set as appropriate.`];
  return [`Verify that the ${flags.join(' and ')} arguments exist and they are set as appropriate.`];
}

/** Empty when the letter is no matter of setting a parameter. */
export function remediationSentences(rule: Rule): string {
  const { letter } = rule;
  const manifest = MANIFEST[rule.component];
  if (!('settings' in letter) || manifest === undefined) return '';
  const edit = `Edit the ${rule.component} pod specification file \`${manifest}\` on the master node and`;
  if ('not' in letter.must) {
    const removals = letter.settings.map(
      (name) => `either remove the ${flag(name)} parameter or set it to \`false\`.`,
    );
    return removals.map((removal) => `${edit} ${removal}`).join('\n');
  }
  const parameters = letter.settings.map((name) => `--${name}=${parameterValue(rule, name)}`);
  const noun = parameters.length === 1 ? 'parameter' : 'parameters';
  return [`${edit} set the below ${noun}:`, '', '```', ...parameters, '```'].join('\n');
}

/** Paths are the site's own, so they are written as placeholders. */
function parameterValue(rule: Rule, name: string): string {
  const value = rule.remediation.set[name];
  return typeof value === 'string' || value === undefined ? `</path/to/${name}>` : String(value);
}

function flag(setting: string): string {
  return `\`--${setting}\``;
}
