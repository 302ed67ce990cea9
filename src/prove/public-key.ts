import { hash, type X509Certificate } from 'node:crypto';

/** SHA-256 over the DER SubjectPublicKeyInfo, lower-case hex. */
export function keyOf(certificate: X509Certificate): string {
  return hash('sha256', certificate.publicKey.export({ type: 'spki', format: 'der' }));
}
