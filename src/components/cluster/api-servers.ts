import type { Snapshot } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import { judgedKubeApiserver } from '../kube-apiserver/judged.ts';
import { nodeSettings } from './node-settings.ts';

/** A setting as each API server of this node has it; null for one whose settings are not known. Empty where none runs. */
export function apiServerSettings(snapshot: Snapshot, name: string): (EffectiveSetting | null)[] {
  return nodeSettings(judgedKubeApiserver, snapshot, name);
}

/** Whether every API server of this node has an admission plug-in in force; `unknown` where none runs or one is not known. */
export function pluginState(snapshot: Snapshot, plugin: string): 'on' | 'off' | 'unknown' {
  const states = apiServerSettings(snapshot, 'admission-plugins').map((one) => stateOf(one, plugin));
  if (states.includes('off')) return 'off';
  return states.length === 0 || states.includes('unknown') ? 'unknown' : 'on';
}

function stateOf(setting: EffectiveSetting | null, plugin: string): 'on' | 'off' | 'unknown' {
  if (setting === null || !Array.isArray(setting.value)) return 'unknown';
  return setting.value.includes(plugin) ? 'on' : 'off';
}
