import { describe, expect, it } from 'vitest';
import { refusalOf } from './alert.ts';

/** As Node reports what OpenSSL found; the reason is the lower half of the number. */
function openSslError(reason: number): Error {
  const packed = (0x0a000000 + reason).toString(16).toUpperCase().padStart(8, '0');
  return new Error(
    `4013A2E2067F0000:error:${packed}:SSL routines:ssl3_read_bytes:some text:../deps/openssl/x.c:916:`,
  );
}

describe('an OpenSSL error', () => {
  it.each([
    ['the alert of TLS 1.3 for no certificate', 1116, false, 'certificate_required', true],
    ['what Go before 1.20 answers to no certificate', 1042, false, 'bad_certificate', true],
    ['the alert for a foreign CA', 1048, false, 'unknown_ca', true],
    ['a version that the server lacks', 1070, false, 'protocol_version', false],
    ['no suite in common', 1040, false, 'handshake_failure', false],
    ['an empty certificate message of TLS 1.2', 1040, true, 'handshake_failure', true],
    ['a server whose key cannot be loaded', 1080, true, 'internal_error', false],
    ['an alert without a name here', 1099, false, 'alert 99', false],
  ])('stands for %s', (_name, reason, keysDerived, alert, aboutCertificate) => {
    const refusal = refusalOf(openSslError(reason), { keysDerived });

    expect(refusal).toEqual({ kind: 'refused', alert, aboutCertificate });
  });

  it.each([
    ['its own complaint about bytes that are no TLS', openSslError(267)],
    ['a reset connection', new Error('read ECONNRESET')],
  ])('is no alert: %s', (_name, error) => {
    const refusal = refusalOf(error, { keysDerived: false });

    expect(refusal).toBeNull();
  });
});
