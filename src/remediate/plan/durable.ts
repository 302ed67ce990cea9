import type { SettingValue } from '../../model/finding.ts';
import type { Change } from '../../model/plan.ts';
import { nameOf, sectionOf } from '../durable/place.ts';
import { type FlagEdit, lastValue } from './flag-edits.ts';

type Durable = Change['durable'];
type Entry = Durable[number];

export interface MountWanted {
  readonly name: string;
  readonly path: string;
}

/**
 * What kubeadm writes manifests from at the next upgrade or join. extraArgs are a list from v1beta4, which kubeadm
 * writes from 1.31, and a map before.
 * https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/
 */
export function durableManifest(
  distribution: string,
  kubernetes: string | null,
  component: string,
  argv: readonly string[],
  edits: readonly FlagEdit[],
  mounts: readonly MountWanted[],
): Durable {
  const section = sectionOf(component)?.join('.');
  if (distribution !== 'kubeadm' || section === undefined) return [];
  const where = nameOf({ configMap: 'kubeadm-config' });
  const path = `ClusterConfiguration.${section}`;
  const listed = (minorOf(kubernetes) ?? 31) >= 31;
  const changes = edits.map(({ flag, value }): Entry => {
    const was = lastValue(argv, flag) ?? null;
    return {
      where,
      change: `${path}.extraArgs: ${argumentText(flag, value, listed)}`,
      edit: { kind: 'kubeadm-argument', component, name: flag, value, was },
    };
  });
  const volumes = mounts.map(
    ({ name, path: at }): Entry => ({
      where,
      change: `${path}.extraVolumes: {name: ${name}, hostPath: ${at}, mountPath: ${at}, pathType: DirectoryOrCreate}`,
      edit: { kind: 'kubeadm-volume', component, name, path: at },
    }),
  );
  return [...changes, ...volumes];
}

function argumentText(flag: string, value: string | null, listed: boolean): string {
  if (value === null) return `no entry ${flag}`;
  const text = JSON.stringify(value);
  return listed ? `{name: ${flag}, value: ${text}}` : `{${flag}: ${text}}`;
}

function minorOf(kubernetes: string | null): number | null {
  const minor = /^v?1\.(\d+)/.exec(kubernetes ?? '')?.[1];
  return minor === undefined ? null : Number(minor);
}

/** kubeadm upgrade writes the kubelet's file from this ConfigMap. */
export function durableKubelet(
  distribution: string,
  kubernetes: string | null,
  { path, value, was }: { path: readonly string[]; value: SettingValue; was: SettingValue },
): Durable {
  if (distribution !== 'kubeadm') return [];
  const minor = minorOf(kubernetes) ?? 24;
  const configMap = minor >= 24 ? 'kubelet-config' : `kubelet-config-1.${minor}`;
  const key = path.join('.');
  const change =
    value === null
      ? `KubeletConfiguration: no ${key}`
      : `KubeletConfiguration.${key}: ${JSON.stringify(value)}`;
  const edit = { kind: 'kubelet-key' as const, configMap, path: [...path], value, was };
  return [{ where: nameOf({ configMap }), change, edit }];
}
