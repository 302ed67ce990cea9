import type { X509Certificate } from 'node:crypto';
import { hash } from 'node:crypto';
import type { Observation, PresentedLeaf, ProbeMethod } from '../model/observation.ts';
import { parseMembers, parseVersion } from './answers.ts';
import type { Exchange } from './exchange.ts';
import type { TlsVersion } from './offer.ts';

/** One question to one listening socket. */
export interface Question {
  pid: number;
  component: string;
  method: ProbeMethod;
  /** The listening socket's name. */
  address: string;
  tls: TlsVersion | null;
  path: '/version' | '/members';
}

/** An observation from what came back. */
export function observe(question: Question, { answer, leaf, body }: Exchange, at: Date): Observation {
  const { path, ...rest } = question;
  return {
    ...rest,
    request: `GET ${path}`,
    answer,
    leaf: leaf === null ? null : presentedLeaf(leaf),
    members: question.method === 'MEMBERS' ? parseMembers(body) : null,
    version: path === '/version' ? parseVersion(body) : null,
    at: at.toISOString(),
  };
}

/** An observation that says why nothing was sent. */
export function notAttempted(question: Question, reason: string, at: Date): Observation {
  return observe(question, { answer: { kind: 'not-attempted', reason }, leaf: null, body: null }, at);
}

function presentedLeaf(leaf: X509Certificate): PresentedLeaf {
  return {
    subject: oneLine(leaf.subject),
    issuer: oneLine(leaf.issuer),
    publicKeySha256: hash('sha256', leaf.publicKey.export({ type: 'spki', format: 'der' })),
    // checkIssued would want the certificate's key usage to allow signing, which etcd's generated ones do not.
    selfSigned: leaf.subject === leaf.issuer && leaf.verify(leaf.publicKey),
  };
}

/** Node gives one attribute a line; an empty name is undefined to it. */
function oneLine(name: string | undefined): string {
  return name?.split('\n').join(', ') ?? '';
}
