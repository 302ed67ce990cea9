import { parseGoDuration } from '../../../src/components/go-values.ts';
import { kubeletSetting } from '../../../src/components/kubelet/derived.ts';
import type { InForce } from '../../../src/components/kubelet/reading.ts';
import { SETTING_NAMES, settingSpec } from '../../../src/components/kubelet/settings.ts';
import type { SettingValue } from '../../../src/model/finding.ts';
import type { Answer } from './answer.ts';
import type { Prediction } from './prediction.ts';

/** Where reading and kubelet disagree, a line each. */
export function disagreements(prediction: Prediction, answer: Answer): string[] {
  switch (prediction.outcome) {
    case 'undetermined':
      return [`undetermined: ${prediction.because}`];
    case 'refuses':
    case 'no-kubelet':
      return answer.outcome === 'refused' || isLater(prediction)
        ? []
        : [`predicted to refuse (${reason(prediction)}), but it starts`];
    case 'starts':
      return startedOrNot(prediction, answer);
  }
}

/** A broken CA file is a matter of that one setting where a kubelet runs, and of the start where it does not. */
function startedOrNot(inForce: InForce, answer: Answer): string[] {
  const broken = kubeletSetting(inForce, 'client-ca-file').undecided;
  if (answer.outcome === 'started')
    return broken === undefined ? differences(inForce, answer) : [`${broken.reason} But it starts.`];
  return broken === undefined ? [`predicted to start, but it ends: ${answer.because}`] : [];
}

/** Refused when the server starts, which a launch without a container runtime does not reach; see served.ts. */
export function isLater(prediction: Exclude<Prediction, InForce>): boolean {
  return /without tls-|which HTTP\/2 needs/.test(reason(prediction));
}

function reason(prediction: Exclude<Prediction, InForce>): string {
  return 'because' in prediction ? prediction.because : prediction.outcome;
}

type Started = Extract<Answer, { outcome: 'started' }>;

function differences(inForce: InForce, answer: Started): string[] {
  return [
    ...SETTING_NAMES.flatMap((name) => {
      const expected = expectedValue(inForce, name);
      const real = realValue(answer, name);
      return real === undefined || same(expected, real)
        ? []
        : [`${name} is ${shown(real)}, not ${shown(expected)}`];
    }),
    ...gateDifferences(inForce, answer),
  ];
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

const GENERATED: Readonly<Record<string, string>> = {
  'tls-cert-file': 'kubelet.crt',
  'tls-private-key-file': 'kubelet.key',
};

/** Where no certificate is configured, the kubelet fills in the one that it makes. */
function expectedValue(inForce: InForce, name: (typeof SETTING_NAMES)[number]): SettingValue {
  const made = GENERATED[name];
  if (made !== undefined && kubeletSetting(inForce, 'serving-certificate').value === 'self-signed')
    return `${inForce.setting('cert-dir').value}/${made}`;
  return inForce.setting(name).value;
}

/** Undefined for what this kubelet does not have. */
function realValue({ configuration, flags }: Started, name: (typeof SETTING_NAMES)[number]): unknown {
  const { key } = settingSpec(name);
  if (key === null) return flags[name];
  const field = at(configuration, key);
  return name === 'seccomp-default' ? field === true || flags[name] === 'true' : field;
}

/** Names in Go are those of the file but for their case. */
function at(configuration: unknown, key: string): unknown {
  return key.split('.').reduce<unknown>((value, part) => {
    const entries = Object.entries((value ?? {}) as Record<string, unknown>);
    return entries.find(([name]) => name.toLowerCase() === part.toLowerCase())?.[1];
  }, configuration);
}

function same(expected: SettingValue, real: unknown): boolean {
  if (Array.isArray(expected)) return shown(expected) === shown(real ?? []);
  if (expected === null) return real === '' || real === null;
  if (typeof expected === 'string' && parseGoDuration(expected) !== null)
    return parseGoDuration(expected) === parseGoDuration(String(real));
  return expected === real;
}

function gateDifferences({ gates }: InForce, { configuration }: Started): string[] {
  const real = Object.entries((configuration.FeatureGates ?? {}) as Record<string, boolean>);
  const expected = Array.isArray(gates.list.value) ? gates.list.value : [];
  const [left, right] = [[...expected].sort(), real.map(([name, on]) => `${name}=${on}`).sort()];
  return shown(left) === shown(right) ? [] : [`feature gates are ${shown(right)}, not ${shown(left)}`];
}
