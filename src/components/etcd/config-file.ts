import { type Fact, valueIfPresent } from '../../model/fact.ts';
import type { SettingValue } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';
import type { ConfigEntry, FileFacts } from '../../model/snapshot.ts';
import { type EffectiveSetting, overriding } from '../effective-setting.ts';
import { shownPath } from '../shown-path.ts';
import { configKeyOf, typeProblem } from './config-keys.ts';
import { type Refusal, refuses, type Undetermined } from './reading.ts';
import { etcdSettings } from './settings.ts';
import { parseListenUrls } from './urls.ts';
import { atLeast } from './version.ts';

/** What a configuration file sets, by flag name where there is one, else by key. */
export interface FileConfiguration {
  outcome: 'read';
  settings: Map<string, EffectiveSetting>;
}

/**
 * A configuration file as etcd decodes it: keys without regard to case, in byte order, later ones over earlier
 * ones; unknown keys are ignored; a wrong type refuses.
 * https://github.com/etcd-io/etcd/blob/v3.5.21/server/embed/config.go configFromFile, and sigs.k8s.io/yaml
 */
export function readConfigFile(
  path: string,
  fact: Fact<FileFacts> | undefined,
  version: string,
): FileConfiguration | Refusal | Undetermined {
  const at: Origin = { kind: 'filesystem', path };
  if (fact === undefined)
    return { outcome: 'undetermined', because: `${path} was not collected.`, origin: at };
  if (fact.state === 'unreadable')
    return { outcome: 'undetermined', because: `${path}: ${fact.reason}`, origin: fact.at };
  if (fact.state === 'absent') return refuses(missingFile('configuration file', path), at);
  return decode(fact.value, version);
}

/** A file that the process was started with and that is not there: two explanations, both worth a look. */
export function missingFile(what: string, path: string): string {
  return `The ${what} ${path} is not there: etcd could not have started without it, or it was removed afterwards.`;
}

function decode(file: FileFacts, version: string): FileConfiguration | Refusal | Undetermined {
  const path = shownPath(file);
  const origin: Origin = { kind: 'filesystem', path };
  if (file.type === 'directory')
    return refuses(`etcd refuses its configuration file ${path}: it is a directory.`, origin);
  if (file.content.state === 'unreadable') {
    return { outcome: 'undetermined', because: `${path}: ${file.content.reason}`, origin };
  }
  const content = valueIfPresent(file.content);
  if (content?.kind === 'broken-config') {
    return refuses(`etcd refuses its configuration file: ${content.problem}.`, {
      kind: 'file',
      path,
      line: content.line,
    });
  }
  if (content?.kind !== 'config')
    return { outcome: 'undetermined', because: `${path} was not decoded.`, origin };
  return assignEntries(content.entries, path, version);
}

function assignEntries(
  entries: readonly ConfigEntry[],
  path: string,
  version: string,
): FileConfiguration | Refusal {
  const settings = new Map<string, EffectiveSetting>();
  for (const entry of entries) {
    const key = entry.path.join('.').toLowerCase();
    const spec = configKeyOf(entry.path.join('.'), version);
    if (spec === undefined) continue;
    const origin: Origin = { kind: 'file', path, line: entry.line };
    const problem = entry.type === 'null' ? nullProblem(entry, version) : typeProblem(entry, spec);
    if (problem !== null)
      return refuses(`etcd refuses its configuration file: ${entry.path.join('.')} ${problem}.`, origin);
    // JSON null leaves a field as it was.
    if (entry.type === 'null' || entry.type === 'map') continue;
    const value = valueFor(key, entry.value, version);
    if (typeof value === 'object' && value !== null && 'refused' in value)
      return refuses(`etcd refuses ${key} of its configuration file: ${value.refused}.`, origin);
    if (value === undefined) continue;
    const name = SETTING_OF_KEY.get(key) ?? key;
    settings.set(name, overriding(settings.get(name), { name, value, origin }));
  }
  return { outcome: 'read', settings };
}

const SETTING_OF_KEY = new Map(
  Object.entries(etcdSettings).flatMap(([name, spec]) =>
    spec.file === null ? [] : [[spec.file as string, name]],
  ),
);

/** Undefined: an empty text that leaves the default. */
function valueFor(
  key: string,
  value: ConfigEntry['value'],
  version: string,
): SettingValue | undefined | { refused: string } {
  const name = SETTING_OF_KEY.get(key);
  const kind = name === undefined ? 'string' : etcdSettings[name as keyof typeof etcdSettings].kind;
  if (Array.isArray(value)) return value.map(String);
  if (kind !== 'urls') return value === '' ? null : value;
  if (value === '' || typeof value !== 'string') return undefined;
  const urls = parseListenUrls(value, version);
  return typeof urls === 'string' ? { refused: urls } : urls.map((url) => url.text);
}

/** From 3.6 on the peer section is read a second time as a map. embed/config.go "invalid peer-transport-security" */
function nullProblem(entry: ConfigEntry, version: string): string | null {
  const isPeerSection = entry.path.length === 1 && entry.path[0] === 'peer-transport-security';
  return isPeerSection && atLeast(version, '3.6') ? 'is empty' : null;
}
