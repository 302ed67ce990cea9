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

/** What to say once connected. */
interface Language {
  greeting: string;
  protocols: readonly string[];
}

/** Any status is an answer; /health would wait for a leader. */
const HTTP1: Language = {
  greeting: 'GET /version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  protocols: [],
};
/** Preface and empty SETTINGS: beside listen-client-http-urls the other client listeners only speak gRPC. */
const HTTP2: Language = {
  greeting: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0',
  protocols: ['h2'],
};
/** A server opens with SETTINGS: https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
const SETTINGS_FRAME = 4;
/** net/http answers so when plain HTTP reaches a TLS port. */
const WRONG_PROTOCOL = 'HTTP request to an HTTPS server';
const END_OF_HEAD = '\r\n\r\n';
const LIMIT_MS = 4_000;
const NO_LISTENER = new Set(['ECONNREFUSED', 'ENOENT']);

type SeeLeaf = (leaf: X509Certificate) => void;

/** In plain text. */
export function askPlain(address: Address): Promise<Answer> {
  return inEitherLanguage(({ greeting }) =>
    exchange(() => {
      const socket = connect({ ...address });
      socket.once('connect', () => socket.write(greeting, 'latin1'));
      return socket;
    }),
  );
}

/** Over TLS, as a stranger or with a certificate. In TLS 1.3 a refusal comes only on the first read. */
export function askTls(address: Address, as: KeyedCertificate | null): Promise<Answer> {
  return inEitherLanguage(({ greeting, protocols }) =>
    exchange((seeLeaf) => {
      const pair = as === null ? {} : { cert: as.certificate, key: as.key };
      const offer = { ...pair, ALPNProtocols: [...protocols], rejectUnauthorized: false };
      const socket = connectTls({ ...address, ...offer });
      socket.once('secureConnect', () => {
        const leaf = socket.getPeerX509Certificate();
        if (leaf !== undefined) seeLeaf(leaf);
        socket.write(greeting, 'latin1');
      });
      return socket;
    }),
  );
}

async function inEitherLanguage(ask: (language: Language) => Promise<Answer>): Promise<Answer> {
  const first = await ask(HTTP1);
  if (first.outcome !== 'refused') return first;
  const second = await ask(HTTP2);
  return second.outcome === 'answered' ? second : first;
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
    socket.setTimeout(LIMIT_MS, () => finish('silent', `no answer in time: ${JSON.stringify(text)}`));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      // etcd's peer port keeps the connection although it says that it closes it.
      if (isSettings(text) || (isAnswer(text) && text.includes(END_OF_HEAD)))
        finish('answered', firstLine(text));
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.message;
      if (isAnswer(text)) finish('answered', firstLine(text));
      else finish(NO_LISTENER.has(code) ? 'no-listener' : 'refused', code);
    });
    socket.once('close', () => finish(isAnswer(text) ? 'answered' : 'refused', firstLine(text)));
  });
}

function isSettings(text: string): boolean {
  return text.charCodeAt(0) === 0 && text.charCodeAt(3) === SETTINGS_FRAME;
}

function isAnswer(text: string): boolean {
  return isSettings(text) || (text.startsWith('HTTP/1.') && !text.includes(WRONG_PROTOCOL));
}

function firstLine(text: string): string {
  if (isSettings(text)) return 'HTTP/2 SETTINGS';
  return text === '' ? 'closed without an answer' : (text.split('\r\n')[0] ?? '');
}

function leafFacts(leaf: X509Certificate | undefined): Pick<Answer, 'leafKey' | 'generated'> {
  if (leaf === undefined) return { leafKey: null, generated: false };
  return {
    leafKey: publicKeySha256(leaf),
    generated: leaf.issuer === leaf.subject && leaf.subject === 'O=etcd',
  };
}
