import { describe, expect, it } from 'vitest';
import { apiServerFacts } from '../../test/support/api-server.ts';
import type { Observation } from '../model/observation.ts';
import type { FileContent, ProcessFacts } from '../model/snapshot.ts';
import { conflictCause } from './conflict-cause.ts';

const CHANGE = {
  path: '/etc/kubernetes/audit.yaml',
  changedAt: '2026-01-02T00:00:00Z',
  startedAt: '2026-01-01T00:00:00Z',
};
const CERTIFICATE = {
  ...{ subject: 'CN=kube-apiserver', issuer: 'CN=kubernetes', subjectAlternativeNames: [] },
  ...{ extendedKeyUsages: ['serverAuth'], isAuthority: false, serial: '01', publicKeySha256: 'ab' },
  ...{ notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' },
};

function observed(given: Partial<Observation>): Observation {
  return {
    ...{ pid: 7, component: 'kube-apiserver', method: 'ANON', address: '127.0.0.1:6443', tls: null },
    ...{ request: 'GET /api', answer: { kind: 'answered', status: 200 }, leaf: null, members: null },
    ...{ version: null, at: '2026-01-03T00:00:00Z' },
    ...given,
  };
}

function owner(seen: NonNullable<Observation['seen']>): Observation {
  return observed({ method: 'OWNER', answer: { kind: 'read' }, seen });
}

function withCertificate(): ProcessFacts {
  const facts = apiServerFacts({
    args: ['--tls-cert-file=/pki/apiserver.crt'],
    files: { '/pki/apiserver.crt': '' },
  });
  const file = facts.files['/pki/apiserver.crt'];
  if (file?.state !== 'present') throw new Error('the file is not there');
  const content: FileContent = { kind: 'certificates', certificates: [CERTIFICATE] };
  const value = {
    ...file.value,
    content: { state: 'present', value: content, origin: file.origin } as const,
  };
  return { ...facts, files: { ...facts.files, '/pki/apiserver.crt': { ...file, value } } };
}

function leaf(publicKeySha256: string): Observation['leaf'] {
  return { subject: 'CN=proxy', issuer: 'CN=proxy', publicKeySha256, selfSigned: true };
}

describe('why what was seen contradicts what was read', () => {
  it.each([
    [
      'a port held by two',
      owner({ sharedWith: ['4242 (kube-apiserver)'], takenBy: 'itself', endsAt: 6443 }),
      'Another process may have answered: 127.0.0.1:6443 is also listened on by 4242 (kube-apiserver)',
    ],
    [
      'a redirect to another process',
      owner({ takenBy: '4242 (haproxy)', endsAt: 8443 }),
      'a connection to 127.0.0.1:6443 ends at port 8443, which 4242 (haproxy) holds',
    ],
    [
      'a redirect to itself',
      owner({ takenBy: 'itself', endsAt: 8443 }),
      'ends at port 8443, which the process holds',
    ],
    [
      'a redirect out of here',
      owner({ takenBy: 'nobody here' }),
      "ends at no socket of this machine's network",
    ],
    [
      'another version',
      observed({ version: '1.33.0' }),
      'It answers as version 1.33.0, and what lies on the disk is 1.34.1',
    ],
    [
      'another certificate',
      observed({ leaf: leaf('cd') }),
      '127.0.0.1:6443 shows a certificate (CN=proxy, of CN=proxy) that is in none of the files',
    ],
    [
      'nothing',
      owner({ takenBy: 'itself', endsAt: 6443 }),
      'Nothing that was read explains it: no file changed after the start, and a connection to its sockets ends at this process.',
    ],
    ['its own certificate', observed({ leaf: leaf('ab') }), 'Nothing that was read explains it'],
  ] as const)('%s', (_name, observation, sentence) => {
    const cause = conflictCause(
      undefined,
      { process: withCertificate(), observations: [observation] },
      'ANON',
    );

    expect(cause).toContain(sentence);
  });

  it('is a pending restart and another process, where both show', () => {
    const observations = [owner({ sharedWith: ['4242 (etcd)'] })];

    const cause = conflictCause(CHANGE, { process: withCertificate(), observations }, 'ANON');

    expect(cause).toContain('A restart is pending. Another process may have answered');
  });

  it('is between a Pod and its processes, where the kernel shows other ones', () => {
    expect(conflictCause(undefined, null, 'PROC')).toMatch(/^A Pod takes effect when the runtime starts/);
  });

  it('is not looked for in answers where the restart is pending', () => {
    const around = { process: withCertificate(), observations: [observed({ version: '1.33.0' })] };

    expect(conflictCause(CHANGE, around, 'ANON')).toMatch(/A restart is pending\.$/);
  });
});
