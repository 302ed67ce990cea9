import type { SettingValue } from '../../model/finding.ts';
import type { ConfigEntry } from '../../model/snapshot.ts';
import { kubeletConfigKeys } from './config-keys.ts';
import type { ConfigNode, Leaf, Section } from './config-tree.ts';
import type { Field, Fields } from './decode.ts';
import { isZero } from './fields.ts';
import { SETTING_NAMES, settingSpec } from './settings.ts';

/**
 * The configuration before drop-ins as the JSON text that they are merged into.
 *
 * @param versioned true from 1.32 on: keys of the file, zero values left out; before, the names that the fields have
 * in Go, all of them
 */
export function baseTree(fields: Fields, versioned: boolean): Section {
  const root = new Map<string, ConfigNode>();
  for (const [key, field] of fields) {
    if (versioned && isLeftOut(key, field)) continue;
    insert(root, (versioned ? key : goName(key)).split('.'), leafOf(field));
  }
  return sectionOf(root);
}

/** What has `omitempty` and no pointer. A duration is a struct and never empty. */
function isLeftOut(key: string, { value }: Field): boolean {
  if (key.startsWith('featureGates.') || kubeletConfigKeys[key]?.kind === 'duration') return false;
  return isZero(key, value) && !POINTERS.has(key);
}

const POINTERS = new Set(
  SETTING_NAMES.map(settingSpec).flatMap(({ key, pointer }) => (pointer && key !== null ? [key] : [])),
);

/** https://github.com/kubernetes/kubernetes/blob/v1.31.0/pkg/kubelet/apis/config/types.go KubeletConfiguration */
function goName(key: string): string {
  const gate = /^featureGates\.(.+)$/.exec(key)?.[1];
  if (gate !== undefined) return `FeatureGates.${gate}`;
  return key.replace(/^(?:tls|oom|iptables)/, inCapitals).replace(/(?:^|\.)[a-z]/g, inCapitals);
}

function inCapitals(text: string): string {
  return text === 'iptables' ? 'IPTables' : text.toUpperCase();
}

function leafOf({ value, origin, lost }: Field): Leaf {
  return { kind: 'leaf', type: typeOf(value), value: value ?? '', origin, lost };
}

function typeOf(value: SettingValue): ConfigEntry['type'] {
  if (Array.isArray(value)) return 'list';
  return value === null ? 'string' : (typeof value as 'boolean' | 'number' | 'string');
}

function insert(into: Map<string, ConfigNode>, path: readonly string[], leaf: Leaf): void {
  const [name = '', ...below] = path;
  if (below.length === 0) {
    into.set(name, leaf);
    return;
  }
  const section = into.get(name);
  const keys = new Map(section?.kind === 'section' ? section.keys : []);
  insert(keys, below, leaf);
  into.set(name, sectionOf(keys));
}

function sectionOf(keys: ReadonlyMap<string, ConfigNode>): Section {
  return { kind: 'section', keys, origin: { kind: 'default', version: '' } };
}
