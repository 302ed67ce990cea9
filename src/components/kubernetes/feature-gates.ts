import type { SettingValue } from '../../model/finding.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import { versionName } from './minors.ts';

/** From a minor on: how ripe a gate is, whether it is on, and whether it may be changed. */
interface Stage {
  since: number;
  stage: 'alpha' | 'beta' | 'stable' | 'deprecated';
  on: boolean;
  locked?: true;
}

/** The stages of a gate, oldest first, and the last minor that knows its name. */
interface GateSpec {
  stages: readonly Stage[];
  until?: number;
}

/**
 * The gates that verdicts depend on; the names of all others pass unjudged. From pkg/features/kube_features.go of
 * kubernetes and apiserver at each minor's last release; every component knows all of them.
 */
const GATES: Readonly<Record<string, GateSpec>> = {
  APIServerTracing: {
    stages: [
      { since: 22, stage: 'alpha', on: false },
      { since: 27, stage: 'beta', on: true },
      { since: 34, stage: 'stable', on: true, locked: true },
    ],
  },
  AnonymousAuthConfigurableEndpoints: {
    stages: [
      { since: 31, stage: 'alpha', on: false },
      { since: 32, stage: 'beta', on: true },
      { since: 34, stage: 'stable', on: true, locked: true },
    ],
  },
  BoundServiceAccountTokenVolume: {
    stages: [
      { since: 18, stage: 'alpha', on: false },
      { since: 21, stage: 'beta', on: true },
      { since: 22, stage: 'stable', on: true, locked: true },
    ],
    until: 22,
  },
  DynamicAuditing: { stages: [{ since: 18, stage: 'alpha', on: false }], until: 18 },
  DynamicKubeletConfig: {
    stages: [
      { since: 18, stage: 'beta', on: true },
      { since: 22, stage: 'deprecated', on: false },
    ],
    until: 25,
  },
  ExternalServiceAccountTokenSigner: {
    stages: [
      { since: 32, stage: 'alpha', on: false },
      { since: 34, stage: 'beta', on: true },
      { since: 36, stage: 'stable', on: true, locked: true },
    ],
  },
  KMSv1: {
    stages: [
      { since: 28, stage: 'deprecated', on: true },
      { since: 29, stage: 'deprecated', on: false },
    ],
  },
  KMSv2: {
    stages: [
      { since: 25, stage: 'alpha', on: false },
      { since: 27, stage: 'beta', on: true },
      { since: 29, stage: 'stable', on: true, locked: true },
    ],
    until: 31,
  },
  MutatingAdmissionPolicy: {
    stages: [
      { since: 30, stage: 'alpha', on: false },
      { since: 34, stage: 'beta', on: false },
      { since: 36, stage: 'stable', on: true },
    ],
  },
  PodSecurity: {
    stages: [
      { since: 22, stage: 'alpha', on: false },
      { since: 23, stage: 'beta', on: true },
      { since: 25, stage: 'stable', on: true, locked: true },
    ],
    until: 27,
  },
  ReloadKubeletServerCertificateFile: { stages: [{ since: 31, stage: 'beta', on: true }] },
  RotateKubeletClientCertificate: {
    stages: [
      { since: 18, stage: 'beta', on: true },
      { since: 19, stage: 'stable', on: true, locked: true },
    ],
    until: 20,
  },
  RotateKubeletServerCertificate: { stages: [{ since: 18, stage: 'beta', on: true }] },
  SeccompDefault: {
    stages: [
      { since: 22, stage: 'alpha', on: false },
      { since: 25, stage: 'beta', on: true },
      { since: 27, stage: 'stable', on: true, locked: true },
    ],
    until: 28,
  },
  SecurityContextDeny: { stages: [{ since: 27, stage: 'alpha', on: false }], until: 29 },
  StructuredAuthenticationConfiguration: {
    stages: [
      { since: 29, stage: 'alpha', on: false },
      { since: 30, stage: 'beta', on: true },
      { since: 34, stage: 'stable', on: true, locked: true },
    ],
  },
  StructuredAuthorizationConfiguration: {
    stages: [
      { since: 29, stage: 'alpha', on: false },
      { since: 30, stage: 'beta', on: true },
      { since: 32, stage: 'stable', on: true, locked: true },
    ],
    until: 35,
  },
  SupportPodPidsLimit: {
    stages: [
      { since: 18, stage: 'beta', on: true },
      { since: 20, stage: 'stable', on: true, locked: true },
    ],
    until: 22,
  },
  UnknownVersionInteroperabilityProxy: {
    stages: [
      { since: 28, stage: 'alpha', on: false },
      { since: 36, stage: 'beta', on: true },
    ],
  },
  ValidatingAdmissionPolicy: {
    stages: [
      { since: 26, stage: 'alpha', on: false },
      { since: 28, stage: 'beta', on: false },
      { since: 30, stage: 'stable', on: true, locked: true },
    ],
    until: 31,
  },
};

/** Switches for all gates of one stage that are not named themselves. */
const STAGE_SWITCHES: Readonly<Record<string, string>> = { alpha: 'AllAlpha', beta: 'AllBeta' };

/** The value of a gate in a list of `Name=bool`; undefined when the list does not name it. */
export function gateIn(gates: SettingValue, name: string): boolean | undefined {
  const pairs = Array.isArray(gates) ? gates.map((pair) => pair.split('=')) : [];
  const value = pairs.findLast(([key]) => key === name)?.[1];
  return value === undefined ? undefined : value === 'true';
}

/** Whether a gate of the table is on: as named, else by the switch for its stage, else by default. */
export function gateIsOn(gates: SettingValue, name: string, minor: number): boolean {
  const stage = stageOf(name, minor);
  if (stage === undefined) return false;
  return gateIn(gates, name) ?? gateIn(gates, STAGE_SWITCHES[stage.stage] ?? '') ?? stage.on;
}

/**
 * A gate as a setting of its own, with the source that decides it.
 *
 * @param gates the merged setting `feature-gates`, earlier occurrences among its overrides
 */
export function gateSetting(gates: EffectiveSetting, name: string, minor: number): EffectiveSetting {
  const value = gateIsOn(gates.value, name, minor);
  const origin = deciding(gates, name, stageOf(name, minor)?.stage ?? '');
  return {
    name,
    value,
    origin: origin ?? { kind: 'default', version: versionName(minor) },
    overrides: [],
  };
}

/** The oldest occurrence since which the deciding name has had its value. */
function deciding(gates: EffectiveSetting, name: string, stage: string) {
  const key = [name, STAGE_SWITCHES[stage] ?? ''].find((one) => gateIn(gates.value, one) !== undefined);
  if (key === undefined) return undefined;
  const chain = [gates, ...gates.overrides];
  const until = chain.findIndex(({ value }) => gateIn(value, key) !== gateIn(gates.value, key));
  return (until === -1 ? chain : chain.slice(0, until)).at(-1)?.origin;
}

/** Why a component refuses its gates, as the rest of a sentence, as far as the table knows; null when it does not. */
export function gatesProblem(gates: SettingValue, minor: number): string | null {
  const names = Object.keys(GATES).filter((name) => gateIn(gates, name) !== undefined);
  for (const name of names) {
    const stage = stageOf(name, minor);
    if (stage === undefined) return `it has no feature gate ${name}`;
    if (stage.locked && gateIn(gates, name) !== stage.on)
      return `its feature gate ${name} is locked to ${stage.on}`;
  }
  return null;
}

function stageOf(name: string, minor: number): Stage | undefined {
  const spec = Object.hasOwn(GATES, name) ? GATES[name] : undefined;
  if (spec === undefined) throw new Error(`The table of feature gates has no ${name}`);
  return minor > (spec.until ?? Infinity) ? undefined : spec.stages.findLast(({ since }) => minor >= since);
}
