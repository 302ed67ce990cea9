import type { ProbeAnswer } from '../model/observation.ts';

/** Alert numbers and names of TLS: https://www.iana.org/assignments/tls-parameters/tls-parameters.xhtml#tls-parameters-6 */
const ALERTS: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

/** Sent by a server, these speak of the client's certificate. */
const ABOUT_CERTIFICATE = new Set([
  'certificate_required',
  'bad_certificate',
  'unknown_ca',
  'certificate_unknown',
  'unsupported_certificate',
  'certificate_expired',
  'certificate_revoked',
]);

/** OpenSSL gives a received alert the reason code 1000 + its number (SSL_AD_REASON_OFFSET in ssl.h). */
const RECEIVED_ALERT = 1000;
const REASON_MASK = 0x7fffff;

export interface Handshake {
  /** TLS 1.2 keys were derived: suites were agreed on and the server had sent its whole first flight. */
  keysDerived: boolean;
}

/**
 * The refusal that an OpenSSL error stands for, null when it is no alert of the peer.
 *
 * A TLS 1.2 server built with Go 1.20 or later answers a missing client certificate with `handshake_failure`, the
 * alert for suites not in common too. Once keys were derived the suites had been agreed on, and what is left for the
 * server to refuse is the client's empty certificate message:
 * https://github.com/golang/go/blob/go1.24.0/src/crypto/tls/handshake_server.go processCertsFromClient
 */
export function refusalOf(error: Error, handshake: Handshake): ProbeAnswer | null {
  const number = alertNumber(error);
  if (number === null) return null;
  const alert = ALERTS[number] ?? `alert ${number}`;
  const aboutCertificate =
    ABOUT_CERTIFICATE.has(alert) || (alert === 'handshake_failure' && handshake.keysDerived);
  return { kind: 'refused', alert, aboutCertificate };
}

function alertNumber(error: Error): number | null {
  const packed = /\berror:([0-9A-F]{8}):SSL routines:/.exec(error.message)?.[1];
  if (packed === undefined) return null;
  const reason = Number.parseInt(packed, 16) & REASON_MASK;
  return reason >= RECEIVED_ALERT && reason <= RECEIVED_ALERT + 255 ? reason - RECEIVED_ALERT : null;
}
