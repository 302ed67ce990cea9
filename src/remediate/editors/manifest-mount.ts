import { isSeq, type YAMLMap } from 'yaml';
import { appendMap } from './list-of-maps.ts';
import { findContainer } from './manifest.ts';
import { writeScalar } from './scalar.ts';
import { refuse, type Source } from './text.ts';
import type { Edited } from './verify.ts';
import { pairOf, rangeOf } from './yaml-source.ts';

const BY_HAND = 'add volume and mount by hand, then scan again';

/** Mounts a directory of the host, to be written, at the same path of a container. */
export function editManifestMount(source: Source, container: string, name: string, path: string): Edited {
  const before = findContainer(source, container);
  const mount = { mountPath: path, name };
  const volume = { hostPath: { path, type: 'DirectoryOrCreate' }, name };
  const expected = [
    {
      document: before.document,
      path: [...before.path, 'volumeMounts'],
      value: [...listOf(source, before.container, 'volumeMounts'), mount],
    },
    {
      document: before.document,
      path: [...before.path.slice(0, -2), 'volumes'],
      value: [...listOf(source, before.spec, 'volumes'), volume],
    },
  ];
  const text = (value: string) => writeScalar(value, { flow: false, json: false, quote: 'plain' });
  const mounted = appendMap(source, before.container, 'volumeMounts', [
    `mountPath: ${text(path)}`,
    `name: ${text(name)}`,
  ]);
  const edited = appendMap(mounted, findContainer(mounted, container).spec, 'volumes', [
    'hostPath:',
    `  path: ${text(path)}`,
    '  type: DirectoryOrCreate',
    `name: ${text(name)}`,
  ]);
  return { source: edited, expected };
}

function listOf(source: Source, map: YAMLMap, key: string): readonly unknown[] {
  const value = pairOf(source, map, key)?.value ?? null;
  if (value === null) return [];
  if (!isSeq(value)) refuse(source, rangeOf(source, map).start, `${key} is not a list`, BY_HAND);
  const plain: unknown = JSON.parse(JSON.stringify(value.toJSON()));
  return Array.isArray(plain) ? plain : [];
}
