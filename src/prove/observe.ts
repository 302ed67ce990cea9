import type { X509Certificate } from 'node:crypto';
import type { Credential, Observation, PresentedLeaf, ProbeMethod } from '../model/observation.ts';
import { parseMembers, parseVersion } from './answers.ts';
import type { TlsVersion } from './offer.ts';
import { keyOf } from './public-key.ts';

/** One question to one listening socket. */
export interface Question {
  pid: number;
  component: string;
  method: ProbeMethod;
  /** The listening socket's name. */
  address: string;
  tls: TlsVersion | null;
  verb?: 'GET' | 'POST' | 'PATCH';
  path: string;
  probe?: string;
  as?: Credential;
}

/** What came back, as far as it is recorded. */
export interface CameBack {
  answer: Observation['answer'];
  leaf?: X509Certificate | null;
  body?: string | null;
  seen?: Observation['seen'];
}

/** An observation from what came back. */
export function observe(question: Question, cameBack: CameBack, at: Date): Observation {
  const { path, verb = 'GET', ...rest } = question;
  const { answer, leaf = null, body = null, seen } = cameBack;
  return {
    ...rest,
    request: `${verb} ${path}`,
    answer,
    leaf: leaf === null ? null : presentedLeaf(leaf),
    members: question.method === 'MEMBERS' ? parseMembers(body) : null,
    version: path === '/version' ? parseVersion(body) : null,
    ...(seen === undefined ? {} : { seen: { ...seen } }),
    at: at.toISOString(),
  };
}

/** An observation that says why nothing was sent. */
export function notAttempted(question: Question, reason: string, at: Date): Observation {
  return observe(question, { answer: { kind: 'not-attempted', reason } }, at);
}

function presentedLeaf(leaf: X509Certificate): PresentedLeaf {
  return {
    subject: oneLine(leaf.subject),
    issuer: oneLine(leaf.issuer),
    publicKeySha256: keyOf(leaf),
    // checkIssued would want the certificate's key usage to allow signing, which etcd's generated ones do not.
    selfSigned: leaf.subject === leaf.issuer && leaf.verify(leaf.publicKey),
  };
}

/** Node gives one attribute a line; an empty name is undefined to it. */
function oneLine(name: string | undefined): string {
  return name?.split('\n').join(', ') ?? '';
}
