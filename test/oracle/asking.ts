import type { X509Certificate } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { KeyedCertificate } from '../../src/cli/demo/pki.ts';
import { publicKeySha256 } from './materials.ts';

/** Where a socket listens. */
export type Address = { host: string; port: number } | { path: string };

/** `no-listener`: nobody accepts there; `refused`: closed or alerted without an answer; `silent`: nothing in time. */
export interface Answer {
  outcome: 'answered' | 'refused' | 'silent' | 'no-listener';
  detail: string;
  /** Public key of the certificate that was served. */
  leafKey: string | null;
  /** The certificate is signed by itself and names etcd: one that auto-tls made. */
  generated: boolean;
}

const REQUEST = 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
/** net/http answers so when plain HTTP reaches a TLS port. */
const WRONG_PROTOCOL = 'HTTP request to an HTTPS server';
const LIMIT_MS = 4_000;
const NO_LISTENER = new Set(['ECONNREFUSED', 'ENOENT']);

type SeeLeaf = (leaf: X509Certificate) => void;

/** Plain HTTP/1.1. */
export function askPlain(address: Address): Promise<Answer> {
  return exchange(() => {
    const socket = connect({ ...address });
    socket.once('connect', () => socket.write(REQUEST));
    return socket;
  });
}

/** HTTP/1.1 over TLS, as a stranger or with a certificate. In TLS 1.3 a refusal comes only on the first read. */
export function askTls(address: Address, as: KeyedCertificate | null): Promise<Answer> {
  return exchange((seeLeaf) => {
    const pair = as === null ? {} : { cert: as.certificate, key: as.key };
    const socket = connectTls({ ...address, ...pair, rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      const leaf = socket.getPeerX509Certificate();
      if (leaf !== undefined) seeLeaf(leaf);
      socket.write(REQUEST);
    });
    return socket;
  });
}

function exchange(open: (seeLeaf: SeeLeaf) => Socket): Promise<Answer> {
  return new Promise((resolve) => {
    let text = '';
    const seen: X509Certificate[] = [];
    const socket = open((leaf) => seen.push(leaf));
    const finish = (outcome: Answer['outcome'], detail: string) => {
      socket.destroy();
      resolve({ outcome, detail, ...leafFacts(seen[0]) });
    };
    socket.setTimeout(LIMIT_MS, () => finish('silent', 'no answer in time'));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.message;
      if (isAnswer(text)) finish('answered', firstLine(text));
      else finish(NO_LISTENER.has(code) ? 'no-listener' : 'refused', code);
    });
    socket.once('close', () => finish(isAnswer(text) ? 'answered' : 'refused', firstLine(text)));
  });
}

function isAnswer(text: string): boolean {
  return text.startsWith('HTTP/1.') && !text.includes(WRONG_PROTOCOL);
}

function firstLine(text: string): string {
  return text === '' ? 'closed without an answer' : (text.split('\r\n')[0] ?? '');
}

function leafFacts(leaf: X509Certificate | undefined): Pick<Answer, 'leafKey' | 'generated'> {
  if (leaf === undefined) return { leafKey: null, generated: false };
  return {
    leafKey: publicKeySha256(leaf),
    generated: leaf.issuer === leaf.subject && leaf.subject === 'O=etcd',
  };
}
