import type { X509Certificate } from 'node:crypto';
import type { Observation, ProbeMethod } from '../model/observation.ts';
import type { IssuedPair } from './credentials.ts';
import { type Exchange, exchange } from './exchange.ts';
import { notAttempted, observe, type Question } from './observe.ts';
import { makeOffer, type Offer, type TlsVersion } from './offer.ts';
import { type Owner, ownPairFor, type Side } from './own-pair.ts';
import type { Pair } from './pair.ts';
import type { SocketTarget } from './socket-target.ts';

/** What all sockets of a scan share. */
export interface Equipment {
  userAgent: string;
  now: () => Date;
  /** Offers without a certificate. */
  bare: Readonly<Record<TlsVersion, Offer>>;
  /** A certificate that nobody trusts. */
  throwaway: () => Promise<Pair>;
  /** The certificate of the node's kubelet, and the key of the authority that issued it; null where there is none. */
  kubelet: () => Promise<IssuedPair | null>;
}

type Path = Question['path'];

/**
 * Asks one listening socket, one connection at a time: plain HTTP, TLS 1.3 and 1.2 without a certificate, then, if
 * strangers are kept out, with a certificate of nobody's and with the process's own. Never rejects.
 */
export async function askSocket(
  target: SocketTarget,
  owner: Owner,
  equipment: Equipment,
): Promise<Observation[]> {
  const asking = new SocketAsking(target, owner, equipment);
  await asking.run();
  return asking.observations;
}

class SocketAsking {
  readonly observations: Observation[] = [];
  readonly #target: SocketTarget;
  readonly #owner: Owner;
  readonly #equipment: Equipment;
  #host: string;

  constructor(target: SocketTarget, owner: Owner, equipment: Equipment) {
    this.#target = target;
    this.#owner = owner;
    this.#equipment = equipment;
    this.#host = target.hosts[0] ?? '';
  }

  async run(): Promise<void> {
    const plain = await this.#firstContact();
    if (plain.answer.kind === 'unreachable') return;
    if (plain.answer.kind === 'answered') await this.#membersAsStranger(plain, null);
    const newer = await this.#ask('NOCERT', this.#equipment.bare['TLSv1.3'], this.#path());
    if (bothTimedOut(plain, newer))
      return this.#skip('NOCERT', 'TLSv1.2', 'the port answers neither plain HTTP nor TLS');
    if (speaksNoTls(newer)) return;
    // It will be needed, and making it fits into the wait for the next answer.
    if (newer.answer.kind === 'refused') void this.#equipment.throwaway();
    const older = await this.#ask('NOCERT', this.#equipment.bare['TLSv1.2'], this.#path());
    await this.#withCertificates(newer, older);
  }

  /** A wildcard socket of IPv6 alone is not reached through 127.0.0.1. */
  async #firstContact(): Promise<Exchange> {
    const question = this.#question('PLAIN', null, this.#path());
    let result = await this.#send(question, null);
    for (const host of this.#target.hosts.slice(1)) {
      if (result.answer.kind !== 'unreachable') break;
      this.#host = host;
      result = await this.#send(question, null);
    }
    this.#record(question, result);
    return result;
  }

  async #withCertificates(newer: Exchange, older: Exchange): Promise<void> {
    const version: TlsVersion = newer.leaf === null ? 'TLSv1.2' : 'TLSv1.3';
    const { leaf } = newer.leaf === null ? older : newer;
    if (leaf === null) return;
    const { bare } = this.#equipment;
    if (newer.answer.kind === 'answered') return this.#membersAsStranger(newer, bare['TLSv1.3']);
    if (older.answer.kind === 'answered') return this.#membersAsStranger(older, bare['TLSv1.2']);
    if (this.#target.role === 'metrics') return;
    await this.#asForeigner(version);
    await this.#asKubelet(version);
    await this.#asItself(version, leaf);
  }

  /** Who is let in without a certificate needs none to read the members; the answer on a peer port already has them. */
  async #membersAsStranger(letIn: Exchange, offer: Offer | null): Promise<void> {
    const { role } = this.#target;
    if (role === 'peer') this.#record(this.#question('MEMBERS', offer?.version ?? null, '/members'), letIn);
    if (role === null) await this.#ask('MEMBERS', offer, '/members');
  }

  async #asForeigner(version: TlsVersion): Promise<void> {
    await this.#ask('WRONGCA', makeOffer(version, await this.#equipment.throwaway()), this.#path());
  }

  /** An etcd that lets the kubelet in trusts the authority of the cluster. Not to be tried where it has no rule. */
  async #asKubelet(version: TlsVersion): Promise<void> {
    const kubelet = this.#target.role === 'client' ? await this.#equipment.kubelet() : null;
    if (kubelet === null) return;
    const question: Question = {
      ...this.#question('WRONGCA', version, this.#path()),
      ...({ probe: 'kubelet', as: 'kubelet' } as const),
    };
    const result = await this.#send(question, makeOffer(version, kubelet.pair));
    const seen = { issuerKey: kubelet.issuerKey };
    this.observations.push(observe(question, { ...result, seen }, this.#equipment.now()));
  }

  async #asItself(version: TlsVersion, leaf: X509Certificate): Promise<void> {
    const { role } = this.#target;
    const method = role === 'peer' ? 'MEMBERS' : 'POSITIVE';
    if (role === null)
      return this.#skip(method, version, 'no listen URL of its configuration is this socket');
    const side: Side = role === 'peer' ? 'peer' : 'client';
    const offer = this.#ownOffer(version, ownPairFor(leaf, side, this.#owner));
    if (typeof offer === 'string') return this.#skip(method, version, offer);
    await this.#ask(method, offer, this.#path());
  }

  #ownOffer(version: TlsVersion, pair: Pair | string): Offer | string {
    if (typeof pair === 'string') return pair;
    try {
      return makeOffer(version, pair);
    } catch (error) {
      return `its own certificate and key could not be used: ${(error as NodeJS.ErrnoException).code ?? 'refused by OpenSSL'}`;
    }
  }

  #path(): Path {
    return this.#target.role === 'peer' ? '/members' : '/version';
  }

  #question(method: ProbeMethod, tls: TlsVersion | null, path: Path): Question {
    const { pid, component } = this.#owner.process;
    return { pid, component, method, address: this.#target.name, tls, path };
  }

  async #ask(method: ProbeMethod, offer: Offer | null, path: Path): Promise<Exchange> {
    const question = this.#question(method, offer?.version ?? null, path);
    const result = await this.#send(question, offer);
    this.#record(question, result);
    return result;
  }

  #send({ path }: Question, offer: Offer | null): Promise<Exchange> {
    const { userAgent } = this.#equipment;
    return exchange({
      host: this.#host,
      port: this.#target.port,
      path,
      userAgent,
      context: offer?.context ?? null,
    });
  }

  #record(question: Question, result: Exchange): void {
    this.observations.push(observe(question, result, this.#equipment.now()));
  }

  #skip(method: ProbeMethod, tls: TlsVersion, reason: string): void {
    this.observations.push(
      notAttempted(this.#question(method, tls, this.#path()), reason, this.#equipment.now()),
    );
  }
}

function bothTimedOut(...results: readonly Exchange[]): boolean {
  return results.every(({ answer }) => answer.kind === 'timed-out');
}

/** A TLS server that lacks the version offered says so by an alert; one of plain HTTP just closes. */
function speaksNoTls({ answer, leaf }: Exchange): boolean {
  return leaf === null && answer.kind === 'closed';
}
