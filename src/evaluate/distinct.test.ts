import { describe, expect, it } from 'vitest';
import type { Authority, AuthorityKeys, StartingCandidate } from '../components/subject.ts';
import { distinctVerdict } from './distinct.ts';

const origin = { kind: 'process', path: '' } as const;
const FROM = { component: 'kube-apiserver', setting: 'client-ca-file' };
const HIDDEN: AuthorityKeys = { state: 'hidden', because: 'no rights' };
const BROKEN: AuthorityKeys = { state: 'broken', because: 'cut off' };

function known(...sha256: string[]): AuthorityKeys {
  return { state: 'known', sha256 };
}

function authority(guards: Authority['guards'], keys: AuthorityKeys): Authority {
  return { setting: `${guards}-ca`, path: `/${guards}`, guards, keys };
}

function candidate(authorities: Authority[]): StartingCandidate {
  return {
    version: '3.5.21',
    outcome: 'starts',
    stale: [],
    setting: (name) => ({ name, value: '/ca', origin, overrides: [] }),
    property: () => ({ state: 'items', items: [], virtue: () => '' }),
    authorities,
  };
}

function statusOf(
  ours: Authority[],
  theirs: (AuthorityKeys | null)[],
  by: 'key' | 'path' = 'key',
  path = '/ca',
) {
  const others = theirs.map((keys, pid) => ({
    pid,
    keys,
    setting: { name: 'client-ca-file', value: keys === null ? null : path, origin, overrides: [] },
  }));
  return distinctVerdict(candidate(ours), { distinct: 'authorities', from: FROM, by }, () => others).status;
}

const client = (keys: AuthorityKeys) => authority('clients', keys);
const peer = (keys: AuthorityKeys) => authority('peers', keys);

describe('a CA of its own, by key', () => {
  it.each([
    ['other keys', [client(known('a'))], [known('b')], 'pass'],
    ['one key of a bundle in common', [client(known('a', 'b'))], [known('b', 'c')], 'fail'],
    ['a key in common with the second API server', [client(known('a'))], [known('b'), known('a')], 'fail'],
    ['a key in common between peers', [client(known('a')), peer(known('b'))], [known('b')], 'fail'],
    ['no CA for clients', [peer(known('a'))], [known('b')], 'fail'],
    ['an API server without a CA', [client(known('a'))], [null], 'pass'],
    ['no API server here', [client(known('a'))], [], 'unknown'],
    ['a CA of its own that is hidden', [client(HIDDEN)], [known('b')], 'unknown'],
    ["an API server's CA that is hidden", [client(known('a'))], [HIDDEN], 'unknown'],
    ['what is seen in common, whatever is hidden', [client(known('a')), peer(HIDDEN)], [known('a')], 'fail'],
    ['a broken file', [client(BROKEN)], [known('b')], 'error'],
    ['its own CA hidden and no CA to compare with', [client(HIDDEN)], [null], 'unknown'],
  ] as [string, Authority[], (AuthorityKeys | null)[], string][])(
    '%s: %s',
    (_name, ours, theirs, expected) => {
      expect(statusOf(ours, theirs)).toBe(expected);
    },
  );
});

describe('a CA of its own, by path', () => {
  it.each([
    ['the same path, whatever it holds', [known('b')], '/ca', 'fail'],
    ['another path, whatever it holds', [known('a')], '/other', 'pass'],
    ['no API server here', [], '/ca', 'unknown'],
  ] as [string, AuthorityKeys[], string, string][])('%s', (_name, theirs, path, expected) => {
    expect(statusOf([client(known('a'))], theirs, 'path', path)).toBe(expected);
  });
});
