import { createSecureContext, type SecureContext } from 'node:tls';
import type { Pair } from './pair.ts';

export type TlsVersion = 'TLSv1.3' | 'TLSv1.2';

/** What a probe brings to a connection: one TLS version and perhaps a certificate; null without TLS. */
export interface Offer {
  version: TlsVersion;
  context: SecureContext;
}

/** Nothing secret passes, so the costlier post-quantum groups that OpenSSL would try first are left out. */
export const GROUPS = 'X25519:P-256:P-384:P-521';

/**
 * Offers exactly one version. Throws when OpenSSL cannot use the pair. Servers are not verified by the context, so
 * it goes without the bundled root certificates, which take longer to load than a probe to run.
 */
export function makeOffer(version: TlsVersion, pair: Pair | null): Offer {
  const credentials = pair === null ? {} : { cert: pair.certificate, key: pair.key };
  return {
    version,
    context: createSecureContext({
      ca: [],
      ecdhCurve: GROUPS,
      minVersion: version,
      maxVersion: version,
      ...credentials,
    }),
  };
}
