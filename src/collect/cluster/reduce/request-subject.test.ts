import { webcrypto } from 'node:crypto';
import 'reflect-metadata/lite';
import * as x509 from '@peculiar/x509';
import { expect, it } from 'vitest';
import { requestSubject } from './request-subject.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

async function request(name: string): Promise<Buffer> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const made = await x509.Pkcs10CertificateRequestGenerator.create({
    name,
    keys,
    signingAlgorithm: ALGORITHM,
  });
  return Buffer.from(made.rawData);
}

it.each([
  [
    'a person in groups',
    'O=system:masters, O=dev, CN=ada',
    { commonName: 'ada', organizations: ['dev', 'system:masters'] },
  ],
  ['letters of other scripts', 'CN=Ädä 鍵', { commonName: 'Ädä 鍵', organizations: [] }],
  ['nobody', 'O=dev', { commonName: '', organizations: ['dev'] }],
])('a certificate request names %s', async (_name, subject, expected) => {
  expect(requestSubject(await request(subject))).toEqual(expected);
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['no DER', Buffer.from('hello')],
  ['other DER', Buffer.from([0x30, 0x03, 0x02, 0x01, 0x05])],
])('%s names nobody that can be told', (_name, der) => {
  expect(requestSubject(der)).toBeNull();
});
