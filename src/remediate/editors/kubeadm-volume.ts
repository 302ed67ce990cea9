import { isMap, isSeq, type YAMLMap } from 'yaml';
import { appendMapAt } from './list-of-maps.ts';
import { writeScalar } from './scalar.ts';
import { refuse, type Source } from './text.ts';
import type { Edited } from './verify.ts';
import { onlyDocument, ownMap, pairOf, rangeOf } from './yaml-source.ts';

const BY_HAND = 'edit it by hand: kubectl -n kube-system edit configmap kubeadm-config';

/**
 * Gives a component a directory of the host in `extraVolumes` of ClusterConfiguration, at the same path and to be written.
 * One that is there already stays; another one of that name or at that path refuses the edit.
 * https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/#kubeadm-k8s-io-v1beta4-HostPathMount
 */
export function editVolume(source: Source, section: readonly string[], name: string, path: string): Edited {
  const wanted = { name, hostPath: path, mountPath: path, pathType: 'DirectoryOrCreate' };
  const root = ownMap(source, onlyDocument(source).contents, 'the document');
  if (root === null) refuse(source, null, 'it holds no map', BY_HAND);
  const before = volumesIn(source, root, section);
  const same = before.find((one) => one.name === name || one.mountPath === path);
  if (same !== undefined) {
    const differs = same.hostPath !== path || same.mountPath !== path || same.readOnly === true;
    if (differs) refuse(source, null, `extraVolumes has another ${name} or ${path}`, BY_HAND);
    return { source, expected: [] };
  }
  const at = [...section, 'extraVolumes'];
  const lines = Object.entries(wanted).map(
    ([key, value]) => `${key}: ${writeScalar(value, { flow: false, json: false, quote: 'plain' })}`,
  );
  const expected = [{ document: 0, path: at, value: [...before, wanted] }];
  return { source: appendMapAt(source, root, at, lines), expected };
}

function volumesIn(
  source: Source,
  root: YAMLMap,
  section: readonly string[],
): readonly Record<string, unknown>[] {
  let map: YAMLMap = root;
  for (const key of section) {
    const next = ownMap(source, pairOf(source, map, key)?.value ?? null, `"${key}"`);
    if (next === null) return [];
    map = next;
  }
  const list = pairOf(source, map, 'extraVolumes')?.value ?? null;
  if (list === null) return [];
  if (!isSeq(list) || !list.items.every(isMap))
    refuse(source, rangeOf(source, list).start, 'extraVolumes is not a list of maps', BY_HAND);
  return JSON.parse(JSON.stringify(list.toJSON()));
}
