import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiServerFacts } from '../../test/support/api-server.ts';
import { factsOf } from '../../test/support/kubernetes-process.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../cli/demo/cluster-directory.ts';
import { judgedKubeApiserver } from '../components/kube-apiserver/judged.ts';
import { kubelet } from '../components/kubelet/index.ts';
import type { Observation } from '../model/observation.ts';
import { newestToken } from './token-claims.ts';

const ISSUER = 'https://kubernetes.default.svc';
const YEAR = 365 * 24 * 3600;
/** The server of these tests started at ten. */
const [BEFORE, AFTER, LATER] = ['T09:00:00Z', 'T11:00:00Z', 'T12:00:00Z'].map(
  (time) => Date.parse(`2026-11-01${time}`) / 1000,
) as [number, number, number];
/** Another answer of the scan, which tells how many members etcd has. */
const MEMBER = { id: '1', name: 'a', peerURLs: [], learner: false };

let proc: TemporaryDirectory;

beforeEach(() => {
  proc = temporaryDirectory('kubetrue-test-');
});

afterEach(() => proc.remove());

interface Given {
  issued?: number;
  seconds?: number;
  warns?: boolean;
  issuer?: string;
  audience?: string;
}

function token({ issued = AFTER, seconds = 3607, warns = false, ...given }: Given): string {
  const own = { namespace: 'shop', ...(warns ? { warnafter: issued + 3607 } : {}) };
  return new UnsecuredJWT({ 'kubernetes.io': own })
    .setIssuer(given.issuer ?? ISSUER)
    .setAudience(given.audience ?? ISSUER)
    .setIssuedAt(issued)
    .setExpirationTime(issued + seconds)
    .encode();
}

/** As the kubelet writes them: the file is a link into a directory that is replaced as a whole. */
function plant(tokens: readonly string[], root = '/var/lib/kubelet'): void {
  for (const [number, text] of tokens.entries()) {
    const volume = join(proc.path, '8/root', root, `pods/${number}/volumes/kubernetes.io~projected/access`);
    mkdirSync(join(volume, '..1'), { recursive: true });
    writeFileSync(join(volume, '..1/token'), text);
    symlinkSync('..1', join(volume, '..data'));
    symlinkSync('..data/token', join(volume, 'token'));
  }
}

function observed(args: readonly string[] = [], kubeletArgs: readonly string[] = []): Observation[] {
  const server = apiServerFacts({ args: [`--service-account-issuer=${ISSUER}`, ...args] });
  const agent = { ...factsOf(kubelet, { argv: ['kubelet', ...kubeletArgs] }), pid: 8 };
  const snapshot = { source: 'live' as const, processes: [server, agent] };
  return newestToken({ snapshot, proc: proc.path, now: () => new Date('2026-11-01T13:00:00Z') });
}

/** What the proof says of a server that serves no /flagz, where etcd has so many members. */
function outcome(args: readonly string[], members = 1): string | undefined {
  const [made] = observed(args);
  if (made === undefined) throw new Error('nothing was observed');
  const unserved = { method: 'FLAGZ', probe: 'flagz', answer: { kind: 'answered', status: 404 } } as const;
  const { seen: _, ...bare } = made;
  const own = [made, { ...bare, ...unserved }];
  const all = [...own, { ...bare, component: 'etcd', members: Array<typeof MEMBER>(members).fill(MEMBER) }];
  const server = apiServerFacts({ args });
  return judgedKubeApiserver.compare?.('apiserver-extends-tokens', server, own, { unasked: '', all }).outcome;
}

describe('the newest token of a Pod', () => {
  it('is told by two of its claims, and by nothing else', () => {
    plant([token({ issued: AFTER }), token({ issued: LATER, warns: true, seconds: YEAR })]);

    const [observation] = observed();

    expect(observation).toMatchObject({
      answer: { kind: 'read' },
      seen: { issuedAt: '2026-11-01T12:00:00.000Z', extended: true },
    });
    expect(JSON.stringify(observation)).not.toMatch(/eyJ|shop|kubernetes\.default/);
  });

  it('is looked for where the kubelet keeps it', () => {
    plant([token({})], '/data/kubelet');

    expect(observed()[0]?.answer.kind).toBe('not-attempted');
    expect(observed([], ['--root-dir=/data/kubelet'])[0]?.seen?.extended).toBe(false);
  });

  it.each<[string, string[]]>([
    ['that asked for another life', [token({ seconds: 7200 })]],
    ['for somebody else', [token({ audience: 'vault' })]],
    ['of another cluster', [token({ issuer: 'https://elsewhere', audience: 'https://elsewhere' })]],
    ['that is none', ['not.a.token', '', '\0']],
    ['that is cut to an hour by the longest life allowed', [token({ seconds: 3600 })]],
  ])('is none %s', (_name, tokens) => {
    plant(tokens);

    expect(observed()[0]?.answer).toEqual({
      kind: 'not-attempted',
      reason: 'no Pod of this node has a token of an hour that can be read',
    });
  });

  it('is for the audiences of the server where it names them', () => {
    plant([token({ audience: 'api' })]);

    expect(observed()[0]?.answer.kind).toBe('not-attempted');
    expect(observed(['--api-audiences=api,other'])[0]?.seen?.extended).toBe(false);
  });
});

describe('whether tokens are extended', () => {
  const OFF = ['--service-account-extend-token-expiration=false'];
  const EXTENDED = token({ warns: true, seconds: YEAR });

  it.each<[string, string, readonly string[], string]>([
    ['is confirmed by one that is', EXTENDED, [], 'confirmed'],
    ['is confirmed by one that is not', token({}), OFF, 'confirmed'],
    ['is contradicted by one that is', EXTENDED, OFF, 'contradicted'],
    ['is contradicted by one that is not', token({}), [], 'contradicted'],
    ['is open with one of before', token({ issued: BEFORE }), [], 'inconclusive'],
  ])('%s', (_name, made, args, expected) => {
    plant([made]);

    expect(outcome(args)).toBe(expected);
  });

  it('is open where another server may have made it', () => {
    plant([EXTENDED]);

    expect([outcome(OFF, 3), outcome(OFF, 0)]).toEqual(['inconclusive', 'inconclusive']);
  });
});
