import { describe, expect, it } from 'vitest';
import { plantTree } from '../../../../test/support/collect/tree.ts';
import { type Reading, readValue } from '../../../machine/reading.ts';
import { RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import { type ConfigWords, configWords } from './config-file.ts';

const FILE = '/etc/rancher/k3s/config.yaml';

function read(files: Record<string, string>, captured = false): Reading<ConfigWords> {
  const fs = readValue(RootedFs.open(plantTree(files), 'CAP_DAC_READ_SEARCH'));
  if (fs === undefined) throw new Error('no tree');
  const words = configWords(fs, FILE, captured);
  fs.close();
  return words;
}

function texts(...contents: readonly string[]): string[] | string {
  const names = [FILE, `${FILE}.d/10-a.yaml`, `${FILE}.d/20-b.yml`];
  const found = read(Object.fromEntries(contents.map((content, index) => [names[index], content])));
  if (found.state === 'unreadable') return found.reason;
  return found.state === 'read' ? found.value.words.map(({ text }) => text) : found.state;
}

/** Seen with K3s' own readConfigFile. */
const ROWS: readonly (readonly [name: string, files: string[], words: string[]])[] = [
  ['nothing', ['# comment\n'], []],
  ['a text', ['node-name: a b \n'], ['--node-name=a b']],
  ['switches in words of YAML 1.1', ['docker: yes\nselinux: "true"\n'], ['--docker=true', '--selinux=true']],
  ['a short name', ['v: 5\n'], ['-v=5']],
  ['a key without value', ['node-name:\n'], ['--node-name=']],
  ['a list', ['tls-san: [a, b]\n'], ['--tls-san=a', '--tls-san=b']],
  ['an empty list', ['tls-san: []\n'], []],
  ['one text for a list', ['kubelet-arg: v=5\n'], ['--kubelet-arg=v=5']],
  [
    'a later file in the place of an earlier',
    ['tls-san: [a]\nv: 1\n', 'tls-san: [b]\n'],
    ['--tls-san=b', '-v=1'],
  ],
  [
    'a later file that adds',
    ['tls-san: [a]\n', 'tls-san+: [b]\n', 'tls-san+: c\n'],
    ['--tls-san=a', '--tls-san=b', '--tls-san=c'],
  ],
  ['a later file that adds nothing', ['v: 1\n', 'v+:\n'], ['-v=1']],
  ['one that adds where there is nothing', ['tls-san+: [b]\n'], ['--tls-san=b']],
  [
    'one that replaces what was added',
    ['tls-san: [a]\n', 'tls-san+: [b]\n', 'tls-san: [c]\n'],
    ['--tls-san=c'],
  ],
  ['a key that is no flag', ['no-such-flag: 1\nv: 1\n'], ['-v=1']],
];

describe('words of the configuration file of K3s', () => {
  it.each(ROWS)('of %s', (_name, files, words) => {
    expect(texts(...files)).toEqual(words);
  });

  it('know the file and the line, and which files there are', () => {
    const found = readValue(
      read({ [FILE]: 'v: 1\n', [`${FILE}.d/a.yaml`]: '\nkubelet-arg+:\n  - a=1\n  - b=2\n' }),
    );

    expect(found?.words.map(({ origin }) => origin)).toEqual([
      { kind: 'file', path: FILE, line: 1 },
      { kind: 'drop-in', path: `${FILE}.d/a.yaml`, line: 3 },
      { kind: 'drop-in', path: `${FILE}.d/a.yaml`, line: 4 },
    ]);
    expect(found?.files).toEqual([`${FILE}.d`, FILE, `${FILE}.d/a.yaml`]);
  });

  it('come from drop-ins alone where there is no file', () => {
    const found = readValue(read({ [`${FILE}.d/a.yaml`]: 'v: 1\n', [`${FILE}.d/b.txt`]: 'v: 2\n' }));

    expect(found?.words.map(({ text }) => text)).toEqual(['-v=1']);
  });

  it('are none where there is neither', () => {
    expect(readValue(read({ '/etc/rancher/k3s/k3s.yaml': '' }))).toEqual({ words: [], files: [] });
  });

  it('are not known of a capture without the directory', () => {
    expect(read({ '/etc/hostname': 'x' }, true)).toMatchObject({ state: 'unreadable' });
    expect(read({ '/etc/rancher/k3s/k3s.yaml': '' }, true)).toMatchObject({ state: 'read' });
  });

  it.each([
    ['broken', 'a: b: c\n', 'line 1'],
    ['a list', '- a\n', 'keys and values'],
    ['maps in a list', 'kubelet-arg:\n  - a: 1\n', 'neither a scalar nor a list'],
    ['a key twice', 'kubelet-arg+: a\nkubelet-arg+: b\n', 'stands there twice'],
  ])('are not known of a file that is %s', (_name, content, reason) => {
    expect(texts(content)).toContain(reason);
  });
});
