import type { Check, Predicate, Rule } from '../../model/rule.ts';

/** What the verdict is about, and what the benchmark's own sentence is about, as two short texts in Markdown. */
export function judgementOf(rule: Rule): { effect: string; letter: string; applies: string } {
  return {
    effect: sentenceOf(rule.check, rule),
    letter: sentenceOf(rule.letter, rule),
    applies: scopeOf(rule),
  };
}

function scopeOf(rule: Rule): string {
  if (rule.applies?.members === 'several')
    return 'Clusters of several etcd members; a single member has no peers to keep out.';
  if (rule.target === 'cluster') return 'The cluster, by what its API server holds.';
  return rule.component === 'files' ? 'Files of the node.' : `Every ${rule.component} process on the node.`;
}

function sentenceOf(check: Check, rule: Rule): string {
  if ('allOf' in check) return check.allOf.map((one) => sentenceOf(one, rule)).join(', and ');
  if ('settings' in check) {
    return check.settings.map((name) => `\`${name}\` ${predicateText(check.must, rule)}`).join(' and ');
  }
  if ('distinct' in check) {
    const shared = check.by === 'key' ? 'public key' : 'file';
    return `no ${shared} in common between the ${check.distinct} of ${rule.component} and \`${check.from.setting}\` of ${check.from.component}`;
  }
  if ('review' in check) return `a person looks: ${check.review.join(' ')}`;
  if ('cel' in check) return `\`${check.cel}\``;
  if ('objects' in check)
    return `at least one of the ${check.objects} has a \`${check.path}\` that ${predicateText(check.some, rule)}`;
  const must = Object.entries(check.must).map(
    ([name, value]) => `${words(name)} ${allowedText(value, rule)}`,
  );
  return `for each of the ${words(check.each)}: ${must.join(', ')}`;
}

function allowedText(allowed: string[] | Predicate, rule: Rule): string {
  return Array.isArray(allowed) ? allowed.join(' or ') : predicateText(allowed, rule);
}

const WISHES: Readonly<Record<string, string>> = {
  equal: 'is',
  not: 'is not',
  ifGiven: 'is not given or is',
  ifGivenBetween: 'is not given or lies between',
  in: 'is one of',
  includes: 'includes',
  excludes: 'does not include',
  includesAny: 'includes one of',
  subsetOf: 'holds nothing but',
  atLeast: 'is at least',
  atMost: 'is at most',
  above: 'is above',
  longerThan: 'is longer than',
  notLongerThan: 'is no longer than',
  modeAtMost: 'has no bit outside',
};

function predicateText(must: Predicate, rule: Rule): string {
  if ('present' in must) return must.present ? 'is set' : 'is not set';
  if ('given' in must) return must.given ? 'is given' : 'is not given';
  if ('ifGivenPresent' in must) return 'is not given or is set';
  const [[kind, value] = ['equal', '']] = Object.entries(must) as [string, unknown][];
  return `${WISHES[kind] ?? kind} ${valueText(parameterised(value, rule))}`;
}

function parameterised(value: unknown, rule: Rule): unknown {
  if (typeof value !== 'string' || !value.startsWith('$')) return value;
  return rule.parameters[value.slice(1)]?.default;
}

function valueText(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** `clientCertificates` and `client-listeners` as a person writes them. */
function words(name: string): string {
  return name
    .replaceAll('-', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}
