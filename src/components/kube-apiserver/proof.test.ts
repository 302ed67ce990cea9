import { describe, expect, it } from 'vitest';
import { apiServerFacts } from '../../../test/support/api-server.ts';
import type { Observation } from '../../model/observation.ts';
import { judgedKubeApiserver } from './judged.ts';

const LEAF = { subject: 'CN=a', issuer: 'CN=b', publicKeySha256: 'ab', selfSigned: false };

function observed(given: Partial<Observation>): Observation {
  return {
    ...{ pid: 7, component: 'kube-apiserver', method: 'ANON', address: '[::]:6443', tls: 'TLSv1.3' },
    ...{ request: 'GET /api', answer: { kind: 'answered', status: 403 }, leaf: LEAF, members: null },
    ...{ version: null, at: '2026-01-03T00:00:00Z' },
    ...given,
  };
}

function outcome(proof: string, args: readonly string[], all: readonly Observation[]): string | undefined {
  const process = apiServerFacts({ args });
  const own = all.filter(({ component }) => component === 'kube-apiserver');
  return judgedKubeApiserver.compare?.(proof, process, own, { unasked: '', all }).outcome;
}

describe('the secure port', () => {
  it.each([
    ['that is served', ['--secure-port=6443'], 'confirmed'],
    ['that another one is served instead of', ['--secure-port=8443'], 'contradicted'],
  ])('%s', (_name, args, expected) => {
    expect(outcome('apiserver-secure-port', args, [observed({})])).toBe(expected);
  });

  it('is open without a handshake', () => {
    const silent = observed({ leaf: null, answer: { kind: 'closed', detail: 'reset' } });

    expect(outcome('apiserver-secure-port', [], [silent])).toBe('inconclusive');
  });
});

describe('connections to the kubelet', () => {
  const kubelet = (given: Partial<Observation>) =>
    observed({ component: 'kubelet', pid: 8, address: '[::]:10250', ...given });
  const asked = (status: number) =>
    observed({ method: 'KUBELET', probe: 'kubelet', leaf: null, answer: { kind: 'answered', status } });
  const plain = (answer: Observation['answer']) =>
    kubelet({ method: 'PLAIN', tls: null, leaf: null, answer });

  it.each([
    [
      'are encrypted where it turns plain HTTP away',
      200,
      plain({ kind: 'closed', detail: 'TLS only' }),
      'confirmed',
    ],
    ['are open where it takes plain HTTP too', 200, plain({ kind: 'answered', status: 200 }), 'inconclusive'],
    ['are open where it did not answer', 503, plain({ kind: 'closed', detail: 'TLS only' }), 'inconclusive'],
  ] as const)('%s', (_name, status, said, expected) => {
    const all = [observed({}), asked(status), kubelet({}), said];

    expect(outcome('apiserver-encrypts-to-kubelets', [], all)).toBe(expected);
  });
});

describe('flags that the server tells', () => {
  const flagz = (seen: Record<string, string>) =>
    observed({
      method: 'FLAGZ',
      probe: 'flagz',
      leaf: null,
      answer: { kind: 'answered', status: 200 },
      seen,
    });

  it.each([
    ['an unset path', 'apiserver-token-file', [], { 'token-auth-file': '' }, 'confirmed'],
    ['a path', 'apiserver-token-file', [], { 'token-auth-file': '/t.csv' }, 'contradicted'],
    [
      'the same duration in other words',
      'apiserver-request-timeout',
      ['--request-timeout=60s'],
      { 'request-timeout': '1m0s' },
      'confirmed',
    ],
    [
      'another duration',
      'apiserver-request-timeout',
      ['--request-timeout=60s'],
      { 'request-timeout': '10m0s' },
      'contradicted',
    ],
    ['nothing about it', 'apiserver-request-timeout', [], {}, 'inconclusive'],
  ] as const)('%s', (_name, proof, args, seen, expected) => {
    expect(outcome(proof, args, [flagz(seen)])).toBe(expected);
  });
});
