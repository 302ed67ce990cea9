import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
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
const [BEFORE, AFTER, LATER] = ['T09:00:00Z', 'T11:00:00Z', 'T11:45:00Z'].map(
  (time) => Date.parse(`2026-11-01${time}`) / 1000,
) as [number, number, number];
/** Another answer of the scan, which tells how many members etcd has. */
const MEMBER = { id: '1', name: 'a', peerURLs: [], learner: false };

let proc: TemporaryDirectory;

beforeEach(() => {
  proc = temporaryDirectory('kubetrue-test-');
});

afterEach(() => proc.remove());

const OWN = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const OTHERS = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const OTHERS_BEFORE = generateKeyPairSync('rsa', { modulusLength: 2048 });

interface Given {
  issued?: number;
  seconds?: number;
  warns?: boolean;
  issuer?: string;
  audience?: string;
  by?: typeof OWN;
  more?: object;
}

function claims({ issued = AFTER, seconds = 3607, warns = false, more = {}, ...given }: Given): JWTPayload {
  const own = { namespace: 'shop', ...(warns ? { warnafter: issued + 3607 } : {}) };
  const [iss, aud] = [given.issuer ?? ISSUER, given.audience ?? ISSUER];
  return { 'kubernetes.io': own, iss, aud, iat: issued, exp: issued + seconds, ...more };
}

function token(given: Given): Promise<string> {
  const { privateKey } = given.by ?? OWN;
  return new SignJWT(claims(given)).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
}

/** As the kubelet writes them: the file is a link into a directory that is replaced as a whole. */
function plant(tokens: readonly string[], root = '/var/lib/kubelet'): void {
  mkdirSync(join(proc.path, '7/root/etc/kubernetes/pki'), { recursive: true });
  // Another key before its own: servers keep those of before.
  const keys = [OTHERS_BEFORE, OWN].map(({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(proc.path, '7/root/etc/kubernetes/pki/sa.pub'), keys.join(''));
  for (const [number, text] of tokens.entries()) {
    const volume = join(proc.path, '8/root', root, `pods/${number}/volumes/kubernetes.io~projected/access`);
    mkdirSync(join(volume, '..1'), { recursive: true });
    writeFileSync(join(volume, '..1/token'), text);
    symlinkSync('..1', join(volume, '..data'));
    symlinkSync('..data/token', join(volume, 'token'));
  }
}

function observed(args: readonly string[] = [], kubeletArgs: readonly string[] = []): Promise<Observation[]> {
  const server = apiServerFacts({ args: [`--service-account-issuer=${ISSUER}`, ...args] });
  const agent = { ...factsOf(kubelet, { argv: ['kubelet', ...kubeletArgs] }), pid: 8 };
  const snapshot = { source: 'live' as const, processes: [server, agent] };
  return newestToken({ snapshot, proc: proc.path, now: () => new Date('2026-11-01T11:50:00Z') });
}

/** What the proof says of a server that serves no /flagz, where etcd has so many members. */
async function outcome(args: readonly string[], members = 1): Promise<string | undefined> {
  const [made] = await observed(args);
  if (made === undefined) throw new Error('nothing was observed');
  const unserved = { method: 'FLAGZ', probe: 'flagz', answer: { kind: 'answered', status: 404 } } as const;
  const { seen: _, ...bare } = made;
  const own = [made, { ...bare, ...unserved }];
  const all = [...own, { ...bare, component: 'etcd', members: Array<typeof MEMBER>(members).fill(MEMBER) }];
  const server = apiServerFacts({ args });
  return judgedKubeApiserver.compare?.('apiserver-extends-tokens', server, own, { unasked: '', all }).outcome;
}

describe('the newest token of a Pod', () => {
  it('is told by two of its claims, and by nothing else', async () => {
    plant([await token({ issued: AFTER }), await token({ issued: LATER, warns: true, seconds: YEAR })]);

    const [observation] = await observed();

    expect(observation).toMatchObject({
      answer: { kind: 'read' },
      seen: { issuedAt: '2026-11-01T11:45:00.000Z', extended: true },
    });
    expect(JSON.stringify(observation)).not.toMatch(/eyJ|shop|kubernetes\.default/);
  });

  it('is looked for where the kubelet keeps it', async () => {
    plant([await token({ seconds: YEAR, warns: true })], '/data/kubelet');

    expect((await observed())[0]?.answer.kind).toBe('not-attempted');
    expect((await observed([], ['--root-dir=/data/kubelet']))[0]?.seen?.extended).toBe(true);
  });

  const nobodys = (more: object) =>
    new UnsecuredJWT(claims({ ...more, warns: true, seconds: YEAR })).encode();

  it.each<[string, () => string | Promise<string>]>([
    ['that asked for another life', () => token({ seconds: 7200 * 24 })],
    ['for somebody else', () => token({ audience: 'vault', warns: true, seconds: YEAR })],
    ['for nobody', () => token({ warns: true, seconds: YEAR, more: { aud: [] } })],
    ['of another cluster', () => token({ issuer: 'https://elsewhere', warns: true, seconds: YEAR })],
    ['that another server has signed', () => token({ by: OTHERS, warns: true, seconds: YEAR })],
    ['that nobody has signed', () => nobodys({})],
    ['of tomorrow', () => token({ issued: LATER + 86_400, warns: true, seconds: YEAR })],
    ['of no time', () => token({ warns: true, seconds: YEAR, more: { iat: 'abc' } })],
    ['of a time beyond all', () => token({ warns: true, seconds: YEAR, more: { iat: -1e300 } })],
    ['that is none', () => 'not.a.token'],
    ['that is empty', () => ''],
    ['that is over', () => token({ issued: BEFORE })],
  ])('is none %s', async (_name, made) => {
    plant([await made()]);

    expect((await observed())[0]?.answer).toEqual({
      kind: 'not-attempted',
      reason: 'no Pod of this node has a token of an hour that can be read',
    });
  });

  it('is none where what the server knows its own by cannot be read', async () => {
    plant([await token({})]);
    rmSync(join(proc.path, '7'), { recursive: true });

    expect((await observed())[0]?.answer).toMatchObject({
      reason: expect.stringContaining('service-account-key-file'),
    });
  });

  it('is for the audiences of the server where it names them', async () => {
    plant([await token({ audience: 'api', warns: true, seconds: YEAR })]);

    expect((await observed())[0]?.answer.kind).toBe('not-attempted');
    expect((await observed(['--api-audiences=api,other']))[0]?.seen?.extended).toBe(true);
  });
});

describe('whether tokens are extended', () => {
  const OFF = ['--service-account-extend-token-expiration=false'];
  const EXTENDED = { warns: true, seconds: YEAR };

  it.each<[string, Given, readonly string[], string]>([
    ['is confirmed by one that is', EXTENDED, [], 'confirmed'],
    ['is confirmed by one that is not', {}, OFF, 'confirmed'],
    ['is contradicted by one that is', EXTENDED, OFF, 'contradicted'],
    ['is contradicted by one that is not', {}, [], 'contradicted'],
    ['is open with one of before', { ...EXTENDED, issued: BEFORE }, [], 'inconclusive'],
  ])('%s', async (_name, made, args, expected) => {
    plant([await token(made)]);

    expect(await outcome(args)).toBe(expected);
  });

  it('is open where another server may have made it', async () => {
    plant([await token(EXTENDED)]);

    expect([await outcome(OFF, 3), await outcome(OFF, 0)]).toEqual(['inconclusive', 'inconclusive']);
  });
});
