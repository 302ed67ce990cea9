import { posix } from 'node:path';
import type { SettingValue } from '../../model/finding.ts';
import { parseGoDuration } from '../go-values.ts';
import { versionName } from '../kubernetes/minors.ts';
import { kubeletConfigKeys } from './config-keys.ts';
import { lostTo } from './config-tree.ts';
import type { Field, Fields } from './decode.ts';
import { SETTING_NAMES, type SettingName, settingDefault, settingSpec } from './settings.ts';

/** What holds without a configuration file, before any flag. */
export function legacyFields(minor: number): Map<string, Field> {
  return new Map(keyed().map(({ name, key }) => [key, defaultField(name, minor, false)]));
}

/** Fills in what a file leaves out, and what it sets to a zero that counts as not set. */
export function withDefaults(fields: Fields, minor: number): Map<string, Field> {
  const filled = new Map(fields);
  for (const { name, key } of keyed()) {
    const field = fields.get(key);
    const fallback = defaultField(name, minor, true);
    if (field === undefined) filled.set(key, fallback);
    else if (isUnset(name, key, field.value) && !isZero(key, fallback.value))
      filled.set(key, { ...fallback, lost: lostTo(field) });
  }
  return filled;
}

function keyed(): { name: SettingName; key: string }[] {
  return SETTING_NAMES.flatMap((name) => {
    const { key } = settingSpec(name);
    return key === null ? [] : [{ name, key }];
  });
}

function defaultField(name: SettingName, minor: number, withFile: boolean): Field {
  return {
    value: settingDefault(name, minor, withFile),
    origin: { kind: 'default', version: versionName(minor) },
    lost: [],
  };
}

/** Any negative limit of pids is read as -1. pkg/kubelet/apis/config/v1beta1/defaults.go */
function isUnset(name: SettingName, key: string, value: SettingValue): boolean {
  if (name === 'pod-max-pids') return Number(value) < 0;
  return settingSpec(name).pointer !== true && isZero(key, value);
}

/** The zero of Go's type. */
export function isZero(key: string, value: SettingValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (kubeletConfigKeys[key]?.kind === 'duration') return parseGoDuration(String(value)) === 0;
  return value === null || value === false || value === 0;
}

const PATHS = ['staticPodPath', 'authentication.x509.clientCAFile', 'tlsCertFile', 'tlsPrivateKeyFile'];

/** Relative paths in a configuration file start at its directory. pkg/kubelet/kubeletconfig/configfiles/configfiles.go */
export function withResolvedPaths(fields: Fields, directory: string): Map<string, Field> {
  const resolved = new Map(fields);
  for (const key of PATHS) {
    const field = fields.get(key);
    if (typeof field?.value !== 'string' || field.value.startsWith('/')) continue;
    resolved.set(key, { ...field, value: posix.join(directory, field.value) });
  }
  return resolved;
}
