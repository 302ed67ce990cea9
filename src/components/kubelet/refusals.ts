import { gateIsOn, gatesProblem } from '../kubernetes/feature-gates.ts';
import { type Refusal, refuses } from '../kubernetes/reading.ts';
import { type InForce, is } from './reading.ts';
import { apiClients, halfPair, suites } from './refusals-serving.ts';
import { SETTING_NAMES, type SettingName, settingSpec } from './settings.ts';

/** A reason why a kubelet does not start, null when this check finds none. What could not be read refuses nothing. */
type Check = (start: InForce) => Refusal | null;

/** In the order in which the kubelet looks: flags, the whole configuration, TLS, authentication and authorization. */
const CHECKS: readonly Check[] = [
  flagGates,
  flagSeccomp,
  dynamicConfiguration,
  containerRuntime,
  gates,
  ranges,
  imageThresholds,
  runOnce,
  clientRotation,
  serverRotation,
  suites,
  apiClients,
  seccomp,
  halfPair,
];

/** The first reason why the kubelet would not have started, null when none is found. */
export function startUpRefusal(start: InForce): Refusal | null {
  for (const check of CHECKS) {
    const refusal = check(start);
    if (refusal !== null) return refusal;
  }
  return null;
}

function flagGates({ gates: { byFlags }, minor }: InForce): Refusal | null {
  const problem = gatesProblem(byFlags.value, minor);
  return problem === null
    ? null
    : refuses(`kubelet 1.${minor} refuses its arguments: ${problem}.`, byFlags.origin);
}

function gates({ gates: { list }, minor }: InForce): Refusal | null {
  const problem = list.undecided === undefined ? gatesProblem(list.value, minor) : null;
  return problem === null
    ? null
    : refuses(`kubelet 1.${minor} refuses its feature gates: ${problem}.`, list.origin);
}

/** Minors in which the gate SeccompDefault may be off. */
function seccompIsGated(minor: number): boolean {
  return minor >= 22 && minor <= 26;
}

/** Flags are checked by the gates of flags alone. cmd/kubelet/app/options/options.go ValidateKubeletFlags */
function flagSeccomp({ minor, flags, gates: { byFlags } }: InForce): Refusal | null {
  const flag = flags.get('seccomp-default');
  if (flag?.value !== true || !seccompIsGated(minor) || gateIsOn(byFlags.value, 'SeccompDefault', minor))
    return null;
  return refuses('kubelet refuses --seccomp-default without the feature gate SeccompDefault.', flag.origin);
}

function seccomp(start: InForce): Refusal | null {
  if (!seccompIsGated(start.minor) || !is(start, 'seccomp-default', true)) return null;
  return withoutGate(start, 'seccomp-default', 'seccompDefault', 'SeccompDefault');
}

function dynamicConfiguration({ minor, flags, gates: { byFlags } }: InForce): Refusal | null {
  const flag = flags.get('dynamic-config-dir');
  if (flag === undefined || gateIsOn(byFlags.value, 'DynamicKubeletConfig', minor)) return null;
  return refuses(
    'kubelet refuses --dynamic-config-dir without the feature gate DynamicKubeletConfig.',
    flag.origin,
  );
}

/** 1.24 to 1.26 still have the flag and take one value only. */
function containerRuntime(start: InForce): Refusal | null {
  const { value, origin } = start.setting('container-runtime');
  if (start.minor < 24 || start.minor > 26 || value === 'remote') return null;
  return refuses(`kubelet 1.${start.minor} refuses the container runtime ${value ?? '""'}.`, origin);
}

function ranges(start: InForce): Refusal | null {
  for (const name of SETTING_NAMES) {
    const { range } = settingSpec(name);
    const { value, origin, undecided } = start.setting(name);
    if (range === undefined || undecided !== undefined || typeof value !== 'number') continue;
    const [least, most] = range;
    if (value < least || value > most)
      return refuses(`kubelet refuses ${name} ${value}: ${bounds(least, most)}.`, origin);
  }
  return null;
}

function bounds(least: number, most: number): string {
  return most > 65535 ? 'it must not be negative' : `it must lie between ${least} and ${most}`;
}

function imageThresholds(start: InForce): Refusal | null {
  const [low, high] = [start.setting('image-gc-low-threshold'), start.setting('image-gc-high-threshold')];
  if (low.undecided !== undefined || high.undecided !== undefined) return null;
  return Number(low.value) < Number(high.value)
    ? null
    : refuses(
        'kubelet refuses an image-gc-low-threshold that is not below image-gc-high-threshold.',
        low.origin,
      );
}

function runOnce(start: InForce): Refusal | null {
  if (start.minor < 32 || !is(start, 'runonce', true)) return null;
  return refuses(`kubelet 1.${start.minor} refuses runonce.`, start.setting('runonce').origin);
}

function clientRotation(start: InForce): Refusal | null {
  if (start.minor > 18 || !is(start, 'rotate-certificates', true)) return null;
  return withoutGate(start, 'rotate-certificates', 'rotateCertificates', 'RotateKubeletClientCertificate');
}

function serverRotation(start: InForce): Refusal | null {
  if (!is(start, 'rotate-server-certificates', true)) return null;
  return withoutGate(
    start,
    'rotate-server-certificates',
    'serverTLSBootstrap',
    'RotateKubeletServerCertificate',
  );
}

function withoutGate(start: InForce, name: SettingName, key: string, gate: string): Refusal | null {
  const { value, undecided } = start.gates.setting(gate);
  if (undecided !== undefined || value === true) return null;
  const { origin } = start.setting(name);
  return refuses(`kubelet refuses ${name} (${key}) while the feature gate ${gate} is off.`, origin);
}
