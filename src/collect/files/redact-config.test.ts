import { describe, expect, it } from 'vitest';
import type { Fact } from '../../model/fact.ts';
import type { ConfigDocument, ConfigEntry, FileFacts } from '../../model/snapshot.ts';
import { redactConfig } from './redact-config.ts';

const ORIGIN = { kind: 'filesystem', path: '/etc/etcd.yml' } as const;

function fileWith(entries: ConfigEntry[]): Fact<FileFacts> {
  const attributes = { path: '/etc/etcd.yml', hostPath: null, mode: 0o600, uid: 0, gid: 0, size: 1 };
  const times = { modifiedAt: '', changedAt: '', bornAt: null };
  const document: ConfigDocument = { kind: 'config', entries, unknownKeys: [] };
  const content: FileFacts['content'] = { state: 'present', origin: ORIGIN, value: document };
  return { state: 'present', origin: ORIGIN, value: { ...attributes, ...times, type: 'file', content } };
}

function entry(key: string, value: ConfigEntry['value']): ConfigEntry {
  return { path: [key], type: Array.isArray(value) ? 'list' : 'string', value, line: 1 };
}

describe('a configuration file for the snapshot', () => {
  it.each([
    ['a secret key, in any case', entry('Discovery', 'https://x/token'), '(redacted)'],
    ['an empty secret, which says that it is not set', entry('discovery', ''), ''],
    [
      'a password in a URL',
      entry('listen', 'http://u:p@h:1,http://v@i:2'),
      'http://(redacted)@h:1,http://(redacted)@i:2',
    ],
    ['a password in a list', entry('list', ['http://u:p@h:1', null]), ['http://(redacted)@h:1', null]],
    ['a plain value', entry('name', 'a@b'), 'a@b'],
  ])('handles %s', (_name, given, expected) => {
    const redacted = redactConfig(fileWith([given]), new Set(['discovery']));

    expect(redacted).toMatchObject({ value: { content: { value: { entries: [{ value: expected }] } } } });
  });

  it('knows a secret key of an item by a star for its number', () => {
    const given = { ...entry('', 'mail'), path: ['jwt', '1', 'claimMappings', 'username', 'claim'] };

    const redacted = redactConfig(fileWith([given]), new Set(['jwt.*.claimmappings.username.claim']));

    expect(redacted).toMatchObject({ value: { content: { value: { entries: [{ value: '(redacted)' }] } } } });
  });
});
