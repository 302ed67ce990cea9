import { describe, expect, it } from 'vitest';
import { decodeCertificates } from './certificates.ts';

/** An authority for tests; its key was thrown away. */
const AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIBqjCCAU+gAwIBAgIUNeLoCJJ/bFsSJTqufrV4Ht0qr/MwCgYIKoZIzj0EAwIw
ITENMAsGA1UECgwEVGVzdDEQMA4GA1UEAwwHdGVzdCBjYTAgFw0yNjExMjYxMDU4
MTdaGA8yMTI2MTEwMjEwNTgxN1owITENMAsGA1UECgwEVGVzdDEQMA4GA1UEAwwH
dGVzdCBjYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBxE0SqR5RbCiZsiAN27
obtrYNU7Jx8xM9dictJASAl68xR+/G9RjpzftdQHPJB104aq1jj6RibpA2IX5f7j
UDqjYzBhMB0GA1UdDgQWBBSRh4mKuFV25hh3a7TMwMwywHLX8TAfBgNVHSMEGDAW
gBSRh4mKuFV25hh3a7TMwMwywHLX8TAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB
/wQEAwIBBjAKBggqhkjOPQQDAgNJADBGAiEAuJshm0qcMy/8a+4A+VPUwoEnIJz2
sWggWi8MUFm7kNECIQCjeXvzMsHXO9F+TtiP/P5qFxwRijNTY1WudVLlyjn10Q==
-----END CERTIFICATE-----
`;

/** Issued by it to a subject with a comma in its name. */
const LEAF = `-----BEGIN CERTIFICATE-----
MIIB9DCCAZqgAwIBAgIUXQjztroagz1jBKczYQZjtcgNQbUwCgYIKoZIzj0EAwIw
ITENMAsGA1UECgwEVGVzdDEQMA4GA1UEAwwHdGVzdCBjYTAgFw0yNjExMjYxMDU4
MTdaGA8yMTI2MTEwMjEwNTgxN1owIDERMA8GA1UECgwIT3JnLCBJbmMxCzAJBgNV
BAMMAm0xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE57KmtrHR07jyX1GmefEn
lB7D5uXhpvnGBeBtTiCaNDBCFsLDaqjvH84ok7DqI14ZWn0r24N/jyVFLgkaCTD1
H6OBrjCBqzA6BgNVHREEMzAxgglsb2NhbGhvc3SHBH8AAAGHEAAAAAAAAAAAAAAA
AAAAAAGGDHNwaWZmZTovL3gveTAdBgNVHSUEFjAUBggrBgEFBQcDAQYIKwYBBQUH
AwIwDgYDVR0PAQH/BAQDAgWgMB0GA1UdDgQWBBTXybqmPQDIDKhxsd8neFI5dlOo
kzAfBgNVHSMEGDAWgBSRh4mKuFV25hh3a7TMwMwywHLX8TAKBggqhkjOPQQDAgNI
ADBFAiBKE+RDQA6b/ijx3KYoe/Q4POko8PswuJimZps40ZTy8QIhAJlVfmKUx4zo
fmk4KdnId+3PcHAZd1kIrpkm3ganLR/V
-----END CERTIFICATE-----
`;

const KEY = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';

function decode(text: string) {
  return decodeCertificates(Buffer.from(text), 'chain');
}

describe('certificates', () => {
  it('are described by everything that rules compare', () => {
    const content = decode(LEAF);

    expect(content).toEqual({
      kind: 'certificates',
      certificates: [
        {
          subject: 'O=Org\\, Inc, CN=m1',
          issuer: 'O=Test, CN=test ca',
          subjectAlternativeNames: ['DNS:localhost', 'IP:127.0.0.1', 'IP:::1', 'URI:spiffe://x/y'],
          extendedKeyUsages: ['serverAuth', 'clientAuth'],
          isAuthority: false,
          notBefore: '2026-11-26T10:58:17.000Z',
          notAfter: '2126-11-02T10:58:17.000Z',
          serial: '5D08F3B6BA1A833D6304A733610663B5C80D41B5',
          publicKeySha256: '5b8cc91ffa7e3a38a48149c0bae90318d76619dae6d00384b350b3f78706781d',
        },
      ],
    });
  });

  it('are all read, in order, among text and blocks of other kinds', () => {
    const content = decode(`# bundle\n${LEAF}${KEY}\n${AUTHORITY}`);

    expect(content).toMatchObject({
      certificates: [{ isAuthority: false }, { subject: 'O=Test, CN=test ca', isAuthority: true }],
    });
  });

  it.each([
    ['an empty file', '', 'holds no certificate'],
    ['a key', KEY, 'holds no certificate, but other PEM blocks'],
    ['a certificate that was cut off', LEAF.slice(0, 300), 'holds no certificate'],
    ['a damaged certificate', LEAF.replace('MIIB9DCC', 'MIIB8DCC'), 'certificate 1 of 1 does not parse'],
    [
      'a damaged leaf before its chain',
      `${LEAF.replace('MIIB', 'AAAA')}${AUTHORITY}`,
      'certificate 1 of 2 does not parse',
    ],
  ])('are not found in %s', (_name, text, problem) => {
    const content = decode(text);

    expect(content).toEqual({ kind: 'broken-certificates', problem });
  });

  it('behind a sound leaf may be damaged, since only the leaf is parsed', () => {
    const content = decode(`${LEAF}${AUTHORITY.replace('MIIB', 'AAAA')}`);

    expect(content).toMatchObject({ certificates: [{ isAuthority: false }] });
  });

  it.each(['certificates', 'authorities'] as const)('read as %s must all parse', (as) => {
    const content = decodeCertificates(Buffer.from(`${AUTHORITY}${LEAF.replace('MIIB', 'AAAA')}`), as);

    expect(content).toEqual({ kind: 'broken-certificates', problem: 'certificate 2 of 2 does not parse' });
  });

  it("of etcd's CA file share it with no block of another kind", () => {
    const mixed = decodeCertificates(Buffer.from(`${AUTHORITY}${KEY}`), 'authorities');
    const plain = decodeCertificates(Buffer.from(`# bundle\n${AUTHORITY}`), 'authorities');

    expect(mixed).toEqual({
      kind: 'broken-certificates',
      problem: 'holds a PRIVATE KEY beside certificates',
    });
    expect(plain).toMatchObject({ certificates: [{ isAuthority: true }] });
  });

  it("of the API server's CA file may share it with blocks of other kinds", () => {
    const content = decodeCertificates(Buffer.from(`${AUTHORITY}${KEY}`), 'certificates');

    expect(content).toMatchObject({ kind: 'certificates', certificates: [{ isAuthority: true }] });
  });
});
