import { expect, it } from 'vitest';
import type { NodeFile } from '../../model/node-files.ts';
import { toldOnce } from './told-once.ts';

const KEY = '/etc/kubernetes/pki/sa.key';

function file(path: string, more: Partial<NodeFile> = {}): NodeFile {
  const attributes: NodeFile['attributes'] = { state: 'absent', lookedAt: [] };
  return { group: 'pki', path, because: 'x', named: true, attributes, ...more };
}

/** What stays of files, each with what it is. */
function told(...files: readonly [file: NodeFile, identity: string | null][]): string[] {
  const identities = new Map(files);
  const kept = toldOnce(
    files.map(([one]) => one),
    (one) => identities.get(one) ?? null,
  );
  return kept.map(({ path }) => path);
}

it.each<[string, [NodeFile, string | null][], string[]]>([
  [
    'a file that a container shares with the host',
    [
      [file(`/proc/8/root${KEY}`), '1:2'],
      [file(KEY), '1:2'],
    ],
    [KEY],
  ],
  [
    'a file that two containers share',
    [
      [file(`/proc/8/root${KEY}`), '1:2'],
      [file(`/proc/9/root${KEY}`), '1:2'],
    ],
    [`/proc/8/root${KEY}`],
  ],
  [
    'a file by another path on the host, which knows what it is in the container',
    [
      [file(`/proc/8/root${KEY}`), '1:2'],
      [file('/srv/sa', { alsoAs: [KEY] }), '1:2'],
    ],
    ['/srv/sa'],
  ],
])('tells once %s', (_name, files, expected) => {
  expect(told(...files)).toEqual(expected);
});

it.each<[string, [NodeFile, string | null][]]>([
  [
    'another file under the same path',
    [
      [file(`/proc/8/root${KEY}`), '1:2'],
      [file(`/proc/9/root${KEY}`), '1:3'],
    ],
  ],
  [
    'the same one under another path, by which alone a rule may know it',
    [
      [file('/proc/8/root/srv/tls.pem'), '1:2'],
      [file(KEY), '1:2'],
    ],
  ],
  [
    'two names on the host',
    [
      [file('/a'), '1:2'],
      [file('/b'), '1:2'],
    ],
  ],
  [
    'what could not be looked at',
    [
      [file(`/proc/8/root${KEY}`), null],
      [file(KEY), null],
    ],
  ],
  [
    'the kubeconfigs of two processes, each of which is asked about',
    [
      [file('/proc/8/root/c', { group: 'kcm-kubeconfig' }), '1:2'],
      [file('/c', { group: 'kcm-kubeconfig' }), '1:2'],
    ],
  ],
])('keeps %s', (_name, files) => {
  expect(told(...files)).toHaveLength(2);
});
