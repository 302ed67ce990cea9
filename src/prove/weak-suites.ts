import { createSecureContext } from 'node:tls';
import { GROUPS, type Offer } from './offer.ts';

/** Suites of TLS 1.2 that no rule allows, as Go and as OpenSSL name them, as far as this OpenSSL can offer them. */
const WEAK: Readonly<Record<string, string>> = {
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA: 'ECDHE-ECDSA-AES128-SHA',
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: 'ECDHE-RSA-AES128-SHA',
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA: 'ECDHE-ECDSA-AES256-SHA',
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA: 'ECDHE-RSA-AES256-SHA',
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256: 'ECDHE-ECDSA-AES128-SHA256',
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256: 'ECDHE-RSA-AES128-SHA256',
  TLS_RSA_WITH_AES_128_GCM_SHA256: 'AES128-GCM-SHA256',
  TLS_RSA_WITH_AES_256_GCM_SHA384: 'AES256-GCM-SHA384',
  TLS_RSA_WITH_AES_128_CBC_SHA: 'AES128-SHA',
  TLS_RSA_WITH_AES_256_CBC_SHA: 'AES256-SHA',
  TLS_RSA_WITH_AES_128_CBC_SHA256: 'AES128-SHA256',
};

export const WEAK_SUITES = Object.keys(WEAK);

let made: Offer | undefined;

/** One hello of TLS 1.2 that offers weak suites and nothing else. */
export function weakOffer(): Offer {
  made ??= {
    version: 'TLSv1.2',
    context: createSecureContext({
      ca: [],
      ecdhCurve: GROUPS,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: `${Object.values(WEAK).join(':')}:@SECLEVEL=0`,
    }),
  };
  return made;
}
