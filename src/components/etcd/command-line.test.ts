import { describe, expect, it } from 'vitest';
import { parseArguments, readCommandLine } from './command-line.ts';

function read(words: readonly string[], environment: Record<string, string> = {}, version = '3.5.21') {
  const parsed = parseArguments(['etcd', ...words], version);
  if (parsed.outcome !== 'parsed') throw new Error(`arguments: ${JSON.stringify(parsed)}`);
  return readCommandLine(parsed.occurrences, environment, version);
}

function setting(name: string, ...given: Parameters<typeof read>) {
  const line = read(...given);
  return line.outcome === 'refuses' ? line : line.settings.get(name);
}

describe('flags and variables', () => {
  it.each([
    ['bare', ['--client-cert-auth'], true],
    ['one dash', ['-client-cert-auth'], true],
    ['a number', ['--client-cert-auth=0'], false],
    ['a letter', ['--client-cert-auth=T'], true],
    ['the last of two', ['--client-cert-auth', '--client-cert-auth=f'], false],
  ])('boolean, %s', (_name, words, expected) => {
    expect(setting('client-cert-auth', words)).toMatchObject({ value: expected });
  });

  it('leave the next word alone after a boolean', () => {
    expect(parseArguments(['etcd', '--client-cert-auth', 'false'], '3.5.21')).toMatchObject({
      outcome: 'parsed',
      rest: ['false'],
    });
  });

  it('keep what lost', () => {
    expect(setting('name', ['--name=a', '--name', 'b'])).toMatchObject({
      value: 'b',
      origin: { text: '--name b' },
      overrides: [{ value: 'a', origin: { text: '--name=a' } }],
    });
  });

  it.each([
    ['a variable counts', { ETCD_NAME: 'x' }, 'x'],
    ['in its exact spelling only', { etcd_name: 'x' }, undefined],
    ['and not when it is empty', { ETCD_NAME: '' }, undefined],
  ])('%s', (_name, environment, expected) => {
    const line = read([], environment);

    expect(line.outcome === 'read' && line.settings.get('name')?.value).toBe(expected);
  });

  it.each([
    ['3.4.0', { outcome: 'refuses', origin: { kind: 'environment', name: 'ETCD_NAME' } }],
    ['3.3.27', { value: 'a', overrides: [{ value: 'a' }] }],
  ])('both set alike in %s', (version, expected) => {
    expect(setting('name', ['--name=a'], { ETCD_NAME: 'a' }, version)).toMatchObject(expected);
  });

  it.each([
    [
      'a URL of the default list changes nothing, and counts as set',
      ['--listen-client-urls=http://localhost:2379'],
      ['http://localhost:2379'],
    ],
    ['an empty list changes nothing', ['--listen-client-urls='], ['http://localhost:2379']],
    [
      'a URL of the list before changes nothing',
      [
        '--listen-client-urls=https://10.0.0.1:1,http://10.0.0.1:2',
        '--listen-client-urls=https://10.0.0.1:1',
      ],
      ['http://10.0.0.1:2', 'https://10.0.0.1:1'],
    ],
    [
      'any other list replaces',
      ['--listen-client-urls=http://10.0.0.1:2', '--listen-client-urls=https://10.0.0.1:1'],
      ['https://10.0.0.1:1'],
    ],
  ])('%s', (_name, words, expected) => {
    expect(setting('listen-client-urls', words)).toMatchObject({ value: expected });
    expect(read(words)).toMatchObject({ explicitly: new Set(['listen-client-urls']) });
  });

  it('are refused with a value that Go cannot read', () => {
    expect(read(['--client-cert-auth=yes'])).toMatchObject({
      outcome: 'refuses',
      origin: { kind: 'flag', text: '--client-cert-auth=yes' },
    });
    expect(read([], { ETCD_AUTO_TLS: 'on' })).toMatchObject({ outcome: 'refuses' });
  });
});
