import { etcdInForce, likeliestConfiguration } from '../components/etcd/in-force.ts';
import { apiServerSetting } from '../components/kube-apiserver/settings.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { Observation } from '../model/observation.ts';
import type { ProcessFacts, Snapshot } from '../model/snapshot.ts';
import type { Credentials } from './credentials.ts';
import { exchange } from './exchange.ts';
import { notAttempted, observe, type Question } from './observe.ts';
import { makeOffer } from './offer.ts';
import { ownPairFor } from './own-pair.ts';
import { at, jsonOf, textAt } from './probes/keep.ts';
import { keyOf } from './public-key.ts';
import { Session } from './session.ts';

const RANGE = '/v3/kv/range';

/** What has been seen of this machine, and who may be asked more. */
export interface Surroundings {
  snapshot: Pick<Snapshot, 'processes'>;
  observations: readonly Observation[];
  credentials: Credentials;
  userAgent: string;
  now: () => Date;
  /** Where the procfs is that shows the processes. */
  proc: string;
}

/** A server that was asked before, at the socket where it was. */
interface Server {
  process: ProcessFacts;
  host: string;
  port: number;
  publicKeySha256: string;
}

/**
 * How the newest Secret stands in etcd: by which provider it was encrypted, or as it is. Reads one value by etcd's
 * own certificate and keeps the name of the provider alone. Never rejects; a text in the observation says why not.
 */
export async function storedSecret(all: Surroundings): Promise<Observation[]> {
  const api = serverIn(all, 'kube-apiserver', 'ANON');
  if (api === null) return [];
  const question: Question = {
    ...{ pid: api.process.pid, component: 'kube-apiserver', method: 'ETCDVAL', address: '', tls: null },
    ...{ verb: 'POST', path: RANGE, probe: 'stored-secret', as: 'etcd' },
  };
  try {
    const provider = await providerOf(api, all);
    const answer = { kind: 'answered', status: 200 } as const;
    return [observe(question, { answer, seen: { provider } }, all.now())];
  } catch (error) {
    if (!(error instanceof NotTold)) throw error;
    return [notAttempted(question, error.message, all.now())];
  }
}

class NotTold extends Error {}

async function providerOf(api: Server, all: Surroundings): Promise<string> {
  const etcd = serverIn(all, 'etcd', 'POSITIVE');
  if (etcd === null) throw new NotTold('no etcd of this node has answered');
  const members = all.observations.find((one) => one.members !== null)?.members ?? [];
  if (members.length > 1) throw new NotTold('another API server may have written what is stored');
  const session = await etcdSession(etcd, all);
  try {
    const key = await newestSecret(session, api);
    await checkFresh(key, api, all);
    return providerIn(await storedValue(session, key));
  } finally {
    session.close();
  }
}

function serverIn(
  { snapshot, observations }: Surroundings,
  component: string,
  method: Observation['method'],
): Server | null {
  const seen = observations.find(
    (one) => one.component === component && one.method === method && one.leaf !== null,
  );
  const process = snapshot.processes.find(({ pid }) => pid === seen?.pid);
  const [, address = '', port = ''] = /^\[?([^\]]*)\]?:(\d+)$/.exec(seen?.address ?? '') ?? [];
  if (seen === undefined || seen.leaf === null || process === undefined) return null;
  const host = address === '::' || address === '0.0.0.0' ? '127.0.0.1' : address;
  return { process, host, port: Number(port), publicKeySha256: seen.leaf.publicKeySha256 };
}

async function etcdSession(
  { process, host, port }: Server,
  { userAgent, proc }: Surroundings,
): Promise<Session> {
  const { context } = makeOffer('TLSv1.3', null);
  const { leaf } = await exchange({ host, port, path: '/version', userAgent, context });
  const owner = { process, configuration: likeliestConfiguration(etcdInForce(process)), proc };
  if (leaf === null) throw new NotTold('etcd showed no certificate');
  const pair = ownPairFor(leaf, 'client', owner);
  if (typeof pair === 'string') throw new NotTold(pair);
  const tls = { context: makeOffer('TLSv1.3', pair).context, publicKeySha256: keyOf(leaf) };
  return new Session({ host, port, userAgent, tls, authorization: null });
}

interface StoredKey {
  /** As etcd gives it: base64. */
  key: string;
  namespace: string;
  name: string;
}

async function newestSecret(session: Session, { process }: Server): Promise<StoredKey> {
  const prefix = String(apiServerSetting(process, 'etcd-prefix')?.value ?? '/registry').replace(
    /\/?$/,
    '/secrets/',
  );
  const answer = await range(session, {
    key: base64(prefix),
    range_end: base64(prefix.replace(/\/$/, '0')),
    ...{ limit: '1', keys_only: true, sort_target: 'MOD', sort_order: 'DESCEND' },
  });
  const [newest] = Array.isArray(answer.kvs) ? answer.kvs : [];
  const key = textAt(newest, 'key');
  if (key === null) throw new NotTold('etcd holds no Secret');
  if (textAt(newest, 'version') !== '1')
    throw new NotTold('when the newest Secret was last written could not be told');
  const [namespace, name] = Buffer.from(key, 'base64').toString('utf8').slice(prefix.length).split('/');
  if (namespace === undefined || name === undefined)
    throw new NotTold('the key of a Secret is not understood');
  return { key, namespace, name };
}

/** Older objects stay as they were written, whatever is configured now. */
async function checkFresh(
  { namespace, name }: StoredKey,
  { process, host, port, publicKeySha256 }: Server,
  { credentials, userAgent }: Surroundings,
): Promise<void> {
  const shown = await credentials.get('user', null);
  if (typeof shown === 'string') throw new NotTold(shown);
  const tls = { context: makeOffer('TLSv1.3', shown.pair).context, publicKeySha256 };
  const session = new Session({ host, port, userAgent, tls, authorization: null });
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`;
  const { body } = await session.ask({
    verb: 'GET',
    path,
    headers: { Accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1' },
  });
  session.close();
  const created = Date.parse(textAt(jsonOf({ status: 200, body }), 'metadata', 'creationTimestamp') ?? '');
  const started = Date.parse(valueIfPresent(process.startedAt) ?? '');
  // An unknown time is not later than anything.
  if (!(created > started)) throw new NotTold('no Secret was written since the API server started');
}

async function storedValue(session: Session, { key }: StoredKey): Promise<Buffer> {
  const answer = await range(session, { key });
  const [found] = Array.isArray(answer.kvs) ? answer.kvs : [];
  const value = at(found, 'value');
  if (typeof value !== 'string') throw new NotTold('the stored value was not given');
  return Buffer.from(value.slice(0, MOST_CHARACTERS), 'base64');
}

/** 32 bytes: no value is looked at any further. */
const MOST_CHARACTERS = 44;

/**
 * The provider by the prefix of a stored value, which is then overwritten.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/encryptionconfig/config.go
 */
function providerIn(value: Buffer): string {
  const text = value.toString('latin1');
  value.fill(0);
  const provider = /^k8s:enc:([a-z]+):/.exec(text)?.[1];
  if (provider !== undefined) return provider;
  if (text.startsWith('k8s\0') || text.startsWith('{')) return 'plaintext';
  throw new NotTold('how the stored value begins is not understood');
}

async function range(session: Session, request: object): Promise<Readonly<Record<string, unknown>>> {
  const { answer, body } = await session.ask({ verb: 'POST', path: RANGE, body: JSON.stringify(request) });
  if (answer.kind !== 'answered' || answer.status !== 200)
    throw new NotTold('etcd did not answer by its JSON gateway');
  return jsonOf({ status: answer.status, body });
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
