import type { Refusal } from '../../kubernetes/reading.ts';
import { AUTHORIZATION_MODES } from '../files/authorization-modes.ts';
import { type Check, type FileCheck, refuseFlag, type StartUp, type StartUpWithFiles } from './start-up.ts';

const FLAG = 'authorization-mode';

/** Flags that say what the file says. */
const REPLACED = [
  FLAG,
  'authorization-webhook-config-file',
  'authorization-webhook-version',
  'authorization-webhook-cache-authorized-ttl',
  'authorization-webhook-cache-unauthorized-ttl',
];

/** https://github.com/openshift/kubernetes/blob/release-4.16/pkg/kubeapiserver/authorizer/modes/patch.go */
const OPENSHIFT_MODES = ['MinimumKubeletVersion', 'Scope', 'SystemMasters'];
const MODES = [...AUTHORIZATION_MODES, ...OPENSHIFT_MODES];

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubeapiserver/options/authorization.go Validate */
export const authorizationChecks: readonly Check[] = [configFile, modes, companions];

function hasFile({ line }: StartUp): boolean {
  return line.text('authorization-config') !== null;
}

/** From 1.36 on the gate is gone. */
function configFile(start: StartUp): Refusal | null {
  const { line } = start;
  const flag = 'authorization-config';
  if (!hasFile(start)) return null;
  if (line.minor < 36 && !line.gate('StructuredAuthorizationConfiguration'))
    return refuseFlag(start, flag, `--${flag} needs the feature gate StructuredAuthorizationConfiguration`);
  const given = REPLACED.find((name) => line.isGiven(name));
  return given === undefined ? null : refuseFlag(start, given, `--${given} beside --${flag}`);
}

function modes(start: StartUp): Refusal | null {
  const { line } = start;
  const list = line.list(FLAG);
  if (hasFile(start)) return null;
  if (list.length === 0 && line.minor < 29) return refuseFlag(start, FLAG, `--${FLAG} is empty`);
  const unknown = list.find((mode) => !MODES.includes(mode));
  if (unknown !== undefined)
    return refuseFlag(start, FLAG, `--${FLAG} has ${JSON.stringify(unknown)}, which is no mode`);
  return new Set(list).size < list.length ? refuseFlag(start, FLAG, `--${FLAG} has a mode twice`) : null;
}

const COMPANIONS: readonly { mode: string; flag: string }[] = [
  { mode: 'ABAC', flag: 'authorization-policy-file' },
  { mode: 'Webhook', flag: 'authorization-webhook-config-file' },
];

function companions(start: StartUp): Refusal | null {
  if (hasFile(start)) return null;
  const list = start.line.list(FLAG);
  const odd = COMPANIONS.find(({ mode, flag }) => list.includes(mode) !== (start.line.text(flag) !== null));
  if (odd === undefined) return null;
  const { mode, flag } = odd;
  return list.includes(mode)
    ? refuseFlag(start, FLAG, `the mode ${mode} needs --${flag}`)
    : refuseFlag(start, flag, `--${flag} needs the mode ${mode}`);
}

export const authorizationFileChecks: readonly FileCheck[] = [policyOfFile];

function policyOfFile({ files: { authorization }, ...start }: StartUpWithFiles): Refusal | null {
  if (authorization.state !== 'read' || !authorization.value.authorizers.includes('ABAC')) return null;
  return start.line.text('authorization-policy-file') === null
    ? refuseFlag(start, 'authorization-config', 'the authorizer ABAC needs --authorization-policy-file')
    : null;
}
