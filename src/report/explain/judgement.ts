import type { Check, Rule, SettingPredicate } from '../../model/rule.ts';

/** What the verdict is about, and what the benchmark's own sentence is about, as two short texts in Markdown. */
export function judgementOf(rule: Rule): { effect: string; letter: string; applies: string } {
  const applies =
    rule.applies?.members === 'several'
      ? 'Clusters of several etcd members; a single member has no peers to keep out.'
      : `Every ${rule.component} process on the node.`;
  return { effect: sentenceOf(rule.check, rule), letter: sentenceOf(rule.letter, rule), applies };
}

function sentenceOf(check: Check, rule: Rule): string {
  if ('settings' in check) {
    return check.settings.map((name) => `\`${name}\` ${predicateText(check.must)}`).join(' and ');
  }
  if ('distinct' in check) {
    const shared = check.by === 'key' ? 'public key' : 'file';
    return `no ${shared} in common between the ${check.distinct} of ${rule.component} and \`${check.from.setting}\` of ${check.from.component}`;
  }
  const must = Object.entries(check.must).map(([name, values]) => `${words(name)} ${alternatives(values)}`);
  return `for each of the ${words(check.each)}: ${must.join(', ')}`;
}

function predicateText(must: SettingPredicate): string {
  if ('equal' in must) return `is ${must.equal}`;
  if ('not' in must) return `is not ${must.not}`;
  return 'is set';
}

function alternatives(values: readonly string[]): string {
  return values.join(' or ');
}

/** `clientCertificates` and `client-listeners` as a person writes them. */
function words(name: string): string {
  return name
    .replaceAll('-', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}
