import { X509Certificate } from 'node:crypto';
import type { RequestOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import { certificateBlocks } from '../../../util/pem.ts';
import { Unusable } from './access.ts';

/**
 * Tries what connections will need, so that a mistake is told once and before anything is sent.
 * @throws Unusable the parts do not fit each other
 */
export function checkTls({ ca, cert, key }: RequestOptions): void {
  const own = Buffer.isBuffer(ca) ? ca : undefined;
  if (own !== undefined && certificateBlocks(own.toString('latin1')).length === 0)
    throw new Unusable('the certificate authority of the cluster holds no certificate');
  try {
    createSecureContext({ ca: own, cert, key });
  } catch (error) {
    const { reason, code } = error as Error & { reason?: string; code?: string };
    throw new Unusable(`the certificates or the key cannot be used (${reason ?? code ?? 'not PEM'})`);
  }
}

/**
 * Subject and end of the client certificate, the one that stands first in its PEM text.
 * @throws Unusable there is none that parses
 */
export function publicSide(cert: RequestOptions['cert']): { subject?: string; notAfter?: string } {
  if (cert === undefined) return {};
  const [first] = certificateBlocks(cert.toString('latin1'));
  try {
    if (first !== undefined) return sideOf(new X509Certificate(first));
  } catch {
    // As good as none.
  }
  throw new Unusable('the client certificate does not parse');
}

function sideOf({ subject, validToDate }: X509Certificate): { subject: string; notAfter: string } {
  return { subject: subject.split('\n').join(', '), notAfter: validToDate.toISOString() };
}
