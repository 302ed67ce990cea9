import { parseGoDuration } from '../../../src/components/go-values.ts';
import { enabledPlugins } from '../../../src/components/kube-apiserver/derived/admission.ts';
import { anonymousRequests } from '../../../src/components/kube-apiserver/derived/anonymous.ts';
import { apiServerFlags } from '../../../src/components/kube-apiserver/flags.ts';
import type { Configuration } from '../../../src/components/kube-apiserver/reading.ts';
import { flagAt } from '../../../src/components/kubernetes/flag-table.ts';
import type { SettingValue } from '../../../src/model/finding.ts';
import type { Answer } from './answer.ts';
import type { Prediction } from './prediction.ts';

/** Where reading and API server disagree, a line each. */
export function disagreements(prediction: Prediction, answer: Answer): string[] {
  switch (prediction.outcome) {
    case 'undetermined':
      return [`undetermined: ${prediction.because}`];
    case 'refuses':
    case 'no-server':
      return answer.outcome === 'refused' || isLater(prediction)
        ? []
        : [`predicted to refuse (${reason(prediction)}), but it starts`];
    case 'starts':
      return answer.outcome === 'refused'
        ? [`predicted to start, but it ends: ${answer.because}`]
        : differences(prediction, answer);
  }
}

/** Refused when it begins to serve, which a launch without etcd does not reach. */
export function isLater(prediction: Exclude<Prediction, Configuration>): boolean {
  return /which HTTP\/2 needs/.test(reason(prediction));
}

function reason(prediction: Exclude<Prediction, Configuration>): string {
  return 'because' in prediction ? prediction.because : prediction.outcome;
}

type Started = Extract<Answer, { outcome: 'started' }>;

function differences(prediction: Configuration, answer: Started): string[] {
  if (prediction.line.text('logging-format') === 'json') return [];
  return [
    ...flagDifferences(prediction, answer),
    ...pluginDifferences(prediction, answer),
    ...anonymousDifferences(prediction, answer),
  ];
}

/** Every flag that it prints is in the table of its minor, and the other way round, with the value that is read. */
function flagDifferences({ line }: Configuration, { flags }: Started): string[] {
  const known = Object.keys(apiServerFlags).filter(
    (name) => flagAt(apiServerFlags, name, line.minor) !== undefined,
  );
  const missing = known.filter((name) => !(name in flags)).map((name) => `it has no flag ${name}`);
  const unknown = Object.keys(flags).filter((name) => !known.includes(name));
  const different = known
    .filter((name) => name in flags && isComparable(name, line.minor))
    .filter((name) => !same(line.flag(namesake(name)).value, flags[name] ?? ''))
    .map((name) => `${name} is ${flags[name]}, not ${JSON.stringify(line.flag(name).value)}`);
  return [...missing, ...unknown.map((name) => `the table has no flag ${name}`), ...different];
}

/** Two flags that write one variable print the same. */
function namesake(name: string): string {
  return apiServerFlags[name]?.sameAs ?? name;
}

const COMPARABLE = new Set([
  'string',
  'bool',
  'int',
  'uint',
  'float',
  'duration',
  'ip',
  'stringSlice',
  'stringArray',
]);

function isComparable(name: string, minor: number): boolean {
  return COMPARABLE.has(flagAt(apiServerFlags, name, minor)?.kind ?? '');
}

function same(expected: SettingValue, printed: string): boolean {
  if (expected === null) return printed === '' || printed === '<nil>';
  if (Array.isArray(expected)) return printed === `[${expected.map(csvField).join(',')}]`;
  if (typeof expected === 'string' && parseGoDuration(expected) !== null)
    return parseGoDuration(expected) === parseGoDuration(printed);
  return String(expected) === printed;
}

function csvField(text: string): string {
  return /[",\n]|^\s/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function pluginDifferences({ line }: Configuration, { plugins }: Started): string[] {
  const expected = [...enabledPlugins(line)].sort();
  return expected.join() === plugins.join() ? [] : [`plugins are ${plugins.join()}, not ${expected.join()}`];
}

function anonymousDifferences({ line, files }: Configuration, { stompedAnonymous }: Started): string[] {
  const setting = anonymousRequests(line, files);
  const stomped = setting.because?.startsWith('With AlwaysAllow') ?? false;
  const byFile = files.authentication.state === 'read' && files.authentication.value.anonymous !== null;
  return stomped === stompedAnonymous || byFile
    ? []
    : [`anonymous requests are ${stompedAnonymous ? '' : 'not '}switched off by AlwaysAllow`];
}
