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

const NO_PAIR = {};
const made = new WeakMap<object, Map<TlsVersion, Offer>>();

/**
 * Offers exactly one version; the same one for the same pair, since a key takes OpenSSL a while to read. Servers are not
 * verified by the context, so it goes without the bundled root certificates, which take longer to load than a probe to run.
 *
 * @throws when OpenSSL cannot use the pair
 */
export function makeOffer(version: TlsVersion, pair: Pair | null): Offer {
  const offers = made.get(pair ?? NO_PAIR) ?? new Map<TlsVersion, Offer>();
  made.set(pair ?? NO_PAIR, offers);
  const offer = offers.get(version) ?? newOffer(version, pair);
  offers.set(version, offer);
  return offer;
}

function newOffer(version: TlsVersion, pair: Pair | null): Offer {
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
