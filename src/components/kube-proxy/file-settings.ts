import type { SettingValue } from '../../model/finding.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import { globalFlags, loggingFlags } from '../kubernetes/common-flags.ts';
import type { ConfigValue } from '../kubernetes/config-reader.ts';
import { filedSetting } from '../kubernetes/filed-setting.ts';
import type { ProxyFile } from './config-file.ts';

/** Flags that count beside a configuration file; every other is void. cmd/kube-proxy/app/options.go Complete */
const HONOURED = new Set([
  ...Object.keys(globalFlags),
  ...Object.keys(loggingFlags(28)),
  'boot-id-file',
  'cleanup',
  'cleanup-ipvs',
  'config',
  'init-only',
  'machine-id-file',
  'master',
  'write-config-to',
]);

/** Keys that decide in the place of flags. */
const KEYS: Readonly<Record<string, { key: string; default: SettingValue }>> = {
  'bind-address': { key: 'bindAddress', default: '0.0.0.0' },
  'healthz-bind-address': { key: 'healthzBindAddress', default: null },
  'hostname-override': { key: 'hostnameOverride', default: null },
  kubeconfig: { key: 'clientConnection.kubeconfig', default: null },
  'metrics-bind-address': { key: 'metricsBindAddress', default: null },
  profiling: { key: 'enableProfiling', default: false },
};

/** The key that decides in the place of a flag; null where none does, or the flag counts all the same. */
export function keyOfFlag(flag: string): string | null {
  return Object.hasOwn(KEYS, flag) ? (KEYS[flag]?.key ?? null) : null;
}

/** A setting beside a configuration file, given what the command line would make of it. */
export function besideFile(flag: EffectiveSetting, file: ProxyFile, minor: number): EffectiveSetting {
  if (HONOURED.has(flag.name) || overridesFile(flag)) return flag;
  if (flag.name === 'feature-gates') return filedSetting(flag, gatesOf(file), [], minor);
  const source = Object.hasOwn(KEYS, flag.name) ? KEYS[flag.name] : undefined;
  return filedSetting(flag, source && file.values.get(source.key), source?.default ?? null, minor);
}

/** The one setting for which a flag wins over the file. */
function overridesFile({ name, value }: EffectiveSetting): boolean {
  return name === 'hostname-override' && typeof value === 'string' && value !== '';
}

/** The gates of the file as one list, at the line of the first. */
function gatesOf({ values }: ProxyFile): ConfigValue | undefined {
  const gates = [...values].filter(([key]) => key.startsWith('featureGates.'));
  const [first] = gates;
  if (first === undefined) return undefined;
  const pairs = gates.map(([key, { value }]) => `${key.slice('featureGates.'.length)}=${value}`);
  return { value: pairs, origin: first[1].origin };
}
