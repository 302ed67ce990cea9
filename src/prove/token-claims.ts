import { createPublicKey, type KeyObject } from 'node:crypto';
import { posix } from 'node:path';
import { type JWTPayload, jwtVerify } from 'jose';
import { nodeSettings } from '../components/cluster/node-settings.ts';
import { EXTENDED_WISH } from '../components/kube-apiserver/proof/tokens.ts';
import { apiServerSetting } from '../components/kube-apiserver/settings.ts';
import { judgedKubelet } from '../components/kubelet/judged.ts';
import { andThen, read, readValue } from '../machine/reading.ts';
import { RootedFs } from '../machine/rooted/rooted-fs.ts';
import type { Observation } from '../model/observation.ts';
import type { ProcessFacts } from '../model/snapshot.ts';
import { readInsideRoot } from './inside-root.ts';
import { notAttempted, observe, type Question } from './observe.ts';
import type { Surroundings } from './stored-secret.ts';

/** Tokens are a few thousand bytes. */
const MAX_BYTES = 64 * 1024;
/** Of Pods on one node; a kubelet takes 110 by default. */
const MOST_PODS = 1000;
/** pkg/kubelet/kubelet_getters.go, pkg/volume/projected/projected.go */
const PROJECTED = 'volumes/kubernetes.io~projected';

/**
 * When the newest token was made that a Pod of this node asked for an hour from the API server of this node, and
 * whether it is good for longer. Nothing else of any token is kept. A Pod can have files of its own there, so only what
 * the server has signed is believed. Never rejects; a text in the observation says why there is none.
 */
export async function newestToken({
  snapshot,
  now,
  proc,
}: Pick<Surroundings, 'snapshot' | 'now' | 'proc'>): Promise<Observation[]> {
  const server = snapshot.processes.find(({ component }) => component === 'kube-apiserver');
  if (server === undefined) return [];
  const question: Question = {
    ...{ pid: server.pid, component: server.component, method: 'TOKEN', address: '', tls: null },
    ...{ path: PROJECTED, probe: 'newest-token' },
  };
  const keys = keysOf(server, proc);
  if (keys.length === 0)
    return [notAttempted(question, 'the keys of service-account-key-file cannot be read', now())];
  const made: Made[] = [];
  for (const token of tokensBelow(snapshot, proc))
    made.push(...madeOf(await signedClaims(token, keys, now()), server, now()));
  const newest = made.toSorted((one, other) => other.issued - one.issued)[0];
  if (newest === undefined)
    return [notAttempted(question, 'no Pod of this node has a token of an hour that can be read', now())];
  const seen = { issuedAt: new Date(newest.issued * 1000).toISOString(), extended: newest.extended };
  return [{ ...observe(question, { answer: { kind: 'read' }, seen }, now()), request: 'read' }];
}

/** Tokens where kubelets keep those of their Pods, as the kubelets see them. */
function tokensBelow(snapshot: Surroundings['snapshot'], proc: string): string[] {
  const directories = nodeSettings(judgedKubelet, snapshot, 'root-dir');
  const kubelets = snapshot.processes.filter(({ component }) => component === judgedKubelet.name);
  return kubelets.flatMap(({ pid }, index) => {
    const directory = directories[index]?.value;
    if (typeof directory !== 'string') return [];
    const tokens = andThen(RootedFs.open(`${proc}/${pid}/root`, 'CAP_SYS_PTRACE'), (fs) => {
      try {
        return read(tokensIn(fs, `${directory}/pods`));
      } finally {
        fs.close();
      }
    });
    return readValue(tokens) ?? [];
  });
}

function tokensIn(fs: RootedFs, pods: string): string[] {
  const names = (path: string) => readValue(fs.list(path)) ?? [];
  return names(pods)
    .slice(0, MOST_PODS)
    .map((pod) => `${pods}/${pod}/${PROJECTED}`)
    .flatMap((volumes) => names(volumes).map((volume) => `${volumes}/${volume}/token`))
    .flatMap((path) => readValue(fs.read(path, MAX_BYTES))?.toString('latin1') ?? []);
}

const KEY = /-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g;

/** By which the server knows the tokens that it has signed. */
function keysOf(server: ProcessFacts, proc: string): KeyObject[] {
  const paths = listOf(server, 'service-account-key-file').filter((path) => posix.isAbsolute(path));
  return paths.flatMap((path) => {
    try {
      const text = readInsideRoot(`${proc}/${server.pid}/root`, path);
      return (text.match(KEY) ?? []).map((one) => createPublicKey(one));
    } catch {
      return [];
    }
  });
}

/** Null where no key has signed it, or where it is of another time. */
async function signedClaims(
  token: string,
  keys: readonly KeyObject[],
  currentDate: Date,
): Promise<JWTPayload | null> {
  for (const key of keys) {
    try {
      return (await jwtVerify(token.trim(), key, { currentDate })).payload;
    } catch {
      // Perhaps another key has.
    }
  }
  return null;
}

interface Made {
  /** Seconds since 1970. */
  issued: number;
  extended: boolean;
}

/**
 * What decides of a token that the server may have extended: one for itself, asked for an hour. Those of other lives
 * and for others it makes as they are asked for, whatever is configured.
 */
function madeOf(claims: JWTPayload | null, server: ProcessFacts, now: Date): Made[] {
  const { iat, exp } = claims ?? {};
  if (claims === null || !isTime(iat, now) || !Number.isInteger(exp) || !isFor(claims, server)) return [];
  const extended = typeof warningIn(claims) === 'number';
  return extended || Number(exp) - iat === EXTENDED_WISH ? [{ issued: iat, extended }] : [];
}

function isTime(seconds: unknown, now: Date): seconds is number {
  return Number.isInteger(seconds) && Number(seconds) > 0 && Number(seconds) * 1000 <= now.getTime();
}

function warningIn(claims: JWTPayload): unknown {
  const own = claims['kubernetes.io'];
  return typeof own === 'object' && own !== null && 'warnafter' in own ? own.warnafter : undefined;
}

/** Made by this server for its own audiences, which are its issuers where none are configured. */
function isFor({ iss, aud }: JWTPayload, server: ProcessFacts): boolean {
  const issuers = listOf(server, 'service-account-issuer');
  const own = listOf(server, 'api-audiences');
  const audiences = own.length > 0 ? own : issuers.slice(0, 1);
  const named = [aud ?? []].flat();
  return iss === issuers[0] && named.length > 0 && named.every((one) => audiences.includes(one));
}

function listOf(server: ProcessFacts, name: string): readonly string[] {
  const value = apiServerSetting(server, name)?.value;
  return Array.isArray(value) ? value : [];
}
