import { createHash, createPublicKey } from 'node:crypto';
import { type Reading, read } from '../../machine/reading.ts';
import type { FileContent } from '../../model/snapshot.ts';

const BLOCK = /-----BEGIN ((?:RSA |EC )?(?:PUBLIC|PRIVATE) KEY|CERTIFICATE)-----[^-]+-----END \1-----/g;

/**
 * Fingerprints of the public halves of all keys and certificates in a PEM file, in order. A private key is used for
 * nothing but to derive its public half. A block that does not parse is left out.
 */
export function publicKeys(bytes: Buffer): Reading<FileContent> {
  const blocks = bytes.toString('latin1').match(BLOCK) ?? [];
  const isPrivate = (block: string) => /^-----BEGIN (?:RSA |EC )?PRIVATE KEY/.test(block);
  return read({
    kind: 'public-keys',
    sha256: blocks.flatMap(fingerprint),
    private: blocks.some(isPrivate),
  });
}

function fingerprint(block: string): string[] {
  try {
    const spki = createPublicKey(block).export({ type: 'spki', format: 'der' });
    return [createHash('sha256').update(spki).digest('hex')];
  } catch {
    return [];
  }
}
