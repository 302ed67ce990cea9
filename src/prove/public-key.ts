import { hash, type X509Certificate } from 'node:crypto';

/** Encoding a key takes half a millisecond, and a server shows the same certificate on every connection. */
const keys = new Map<string, string>();
/** A process that asks for weeks sees certificates come and go. */
const MOST = 100;

/** SHA-256 over the DER SubjectPublicKeyInfo, lower-case hex. */
export function keyOf(certificate: X509Certificate): string {
  const { fingerprint256 } = certificate;
  const known = keys.get(fingerprint256);
  if (known !== undefined) return known;
  const key = hash('sha256', certificate.publicKey.export({ type: 'spki', format: 'der' }));
  if (keys.size === MOST) keys.clear();
  keys.set(fingerprint256, key);
  return key;
}
