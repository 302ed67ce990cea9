import { describe, expect, it } from 'vitest';
import type { Variable } from '../systemd/start.ts';
import { givenFlags } from './command-line.ts';
import { K3sSettings } from './settings.ts';

function given(...words: string[]): [string, string][] | string {
  const found = givenFlags(words.map((text) => ({ text, origin: { kind: 'flag', text } })));
  if (found.state === 'unreadable') return found.reason;
  return found.state === 'read' ? found.value.map(({ name, value }) => [name, value]) : found.state;
}

describe('flags of K3s', () => {
  it.each<[string, string[], [string, string][]]>([
    ['none', [], []],
    ['a value behind an equals sign', ['--node-name=a=b'], [['node-name', 'a=b']]],
    [
      'a value in the next word, whatever it looks like',
      ['--node-name', '--debug'],
      [['node-name', '--debug']],
    ],
    ['one dash', ['-node-name', 'x'], [['node-name', 'x']]],
    [
      'a short name',
      ['-t', 'x', '--d=/data'],
      [
        ['token', 'x'],
        ['data-dir', '/data'],
      ],
    ],
    [
      'a switch, which takes no other word',
      ['--docker', '--debug'],
      [
        ['docker', 'true'],
        ['debug', 'true'],
      ],
    ],
    ['a switch with a value', ['--docker=false'], [['docker', 'false']]],
    ['a lone end of flags', ['--debug', '--'], [['debug', 'true']]],
    ['a value with line breaks', ['--node-label=a\nb'], [['node-label', 'a\nb']]],
  ])('%s', (_name, words, expected) => {
    expect(given(...words)).toEqual(expected);
  });

  it.each([
    ['a flag that there is none of', ['--no-such-flag']],
    ['a word that is no flag', ['server']],
    ['words behind the end of flags', ['--', 'x']],
  ])('are not known with %s', (_name, words) => {
    const found = given(...words);

    expect(found).toContain('no flag');
    for (const word of words) expect(found).not.toContain(word);
  });
});

describe('settings of K3s', () => {
  const settings = (words: readonly string[], variables: Record<string, string> = {}) => {
    const flags = givenFlags(words.map((text) => ({ text, origin: { kind: 'flag', text } })));
    const environment = new Map<string, Variable>(
      Object.entries(variables).map(([name, value]) => [
        name,
        { value, origin: { kind: 'environment', name } },
      ]),
    );
    return new K3sSettings(flags.state === 'read' ? flags.value : [], environment);
  };

  it('are what was given last', () => {
    expect(settings(['--node-name=a', '--node-name=b']).text('node-name')).toEqual({
      value: 'b',
      origin: { kind: 'flag', text: '--node-name' },
    });
  });

  it('are those of the environment where no flag is given', () => {
    const variables = { K3S_NODE_NAME: 'c' };

    expect(settings([], variables).text('node-name')?.value).toBe('c');
    expect(settings(['--node-name=a'], variables).text('node-name')?.value).toBe('a');
  });

  it('are nothing where they are empty', () => {
    expect(settings(['--node-name=']).text('node-name')).toBeNull();
    expect(settings([], { K3S_URL: '' }).text('server')).toBeNull();
  });

  it('gather the values of lists', () => {
    const list = settings([
      '--kube-controller-arg=a',
      '--kube-controller-manager-arg=b',
      '--kubelet-arg=c',
    ]).list('kube-controller-manager-arg', 'kube-controller-arg');

    expect(list.map(({ value }) => value)).toEqual(['a', 'b']);
  });

  it.each([
    ['a bare switch', ['--docker'], true],
    ['a switch that is on', ['--docker=1'], true],
    ['a switch that is off', ['--docker=f'], false],
    ['a switch that is not given', [], false],
  ])('know %s', (_name, words, on) => {
    expect(settings(words).isOn('docker')).toBe(on);
  });
});
