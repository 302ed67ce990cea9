import { describe, expect, it } from 'vitest';
import type { StartingCandidate } from '../components/subject.ts';
import type { Fact } from '../model/fact.ts';
import type { SettingValue } from '../model/finding.ts';
import type { Member, Observation } from '../model/observation.ts';
import type { FileFacts, ProcessFacts } from '../model/snapshot.ts';
import { membershipOf } from './membership.ts';

const origin = { kind: 'process', path: '/proc/1/cmdline' } as const;
const hidden: Fact<never> = { state: 'unreadable', at: origin, reason: 'not captured' };

function candidate(settings: Readonly<Record<string, SettingValue>>): StartingCandidate {
  return {
    version: '3.5.21',
    outcome: 'starts',
    stale: [],
    setting: (name) => ({ name, value: settings[name] ?? null, origin, overrides: [] }),
    property: () => ({ state: 'items', items: [], virtue: () => '' }),
    authorities: [],
  };
}

function members(...learners: boolean[]): Member[] {
  return learners.map((learner, index) => ({ id: String(index), name: `m${index}`, peerURLs: [], learner }));
}

function process(stored: Fact<Member[]> | null): ProcessFacts {
  const times = { modifiedAt: '', changedAt: '', bornAt: null };
  const attributes = { type: 'directory', mode: 0o700, uid: 0, gid: 0, size: 0, ...times } as const;
  const content: FileFacts['content'] =
    stored === null
      ? hidden
      : { state: 'present', value: { kind: 'etcd-data', writeAheadLog: true, members: stored }, origin };
  const value: FileFacts = { path: '/data', hostPath: null, ...attributes, content };
  return {
    pid: 1,
    component: 'etcd',
    executable: hidden,
    argv: hidden,
    environment: hidden,
    workingDirectory: hidden,
    startedAt: hidden,
    uid: 0,
    container: null,
    sameNetworkNamespace: null,
    version: hidden,
    listeners: hidden,
    files: { '/data': { state: 'present', value, origin } },
  };
}

function answer(list: Member[] | null): Observation {
  return {
    pid: 1,
    component: 'etcd',
    method: 'MEMBERS',
    address: '10.0.0.1:2380',
    tls: null,
    request: 'GET /members',
    answer: { kind: 'answered', status: 200 },
    leaf: null,
    members: list,
    version: null,
    at: '2026-11-26T10:00:00Z',
  };
}

const THREE = { 'data-dir': '/data', 'initial-cluster': 'a=http://a:1,b=http://b:1,c=http://c:1' };
const present = (value: Member[]): Fact<Member[]> => ({ state: 'present', value, origin });

describe('the members of a cluster', () => {
  it.each([
    ['the live list', present(members(false, false)), [answer(members(false))], 1, 'probe'],
    ['what is stored, for want of an answer', present(members(false)), [], 1, 'filesystem'],
    ['what is stored, where the answer names nobody', present(members(false)), [answer([])], 1, 'filesystem'],
    ['the configuration, where the store is hidden', hidden, [answer(null)], 3, 'process'],
    ['the configuration, where the store is empty', present([]), [], 3, 'process'],
    ['the configuration, where the directory is hidden', null, [], 3, 'process'],
    ['those that vote', present(members(false, true)), [], 1, 'filesystem'],
  ] as const)('are %s', (_name, stored, observations, voters, kind) => {
    const found = membershipOf(process(stored), candidate(THREE), observations);

    expect([found.voters, found.origin.kind]).toEqual([voters, kind]);
  });

  it.each([
    ['a name with two URLs once', { 'initial-cluster': 'a=http://a:1,a=http://a:2' }, 1],
    ['no empty part', { 'initial-cluster': ',a=http://a:1,' }, 1],
    ['nobody where a service knows', { ...THREE, 'discovery-srv': 'example.org' }, null],
  ])('by configuration count %s', (_name, settings, voters) => {
    expect(membershipOf(process(null), candidate(settings), []).voters).toBe(voters);
  });
});
