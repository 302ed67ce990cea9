import { generateKeyPairSync, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  id_ce_extKeyUsage,
  id_kp_clientAuth,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import type { Pair } from './pair.ts';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const HOUR_MS = 3_600_000;

/**
 * A self-signed client certificate that nobody trusts, with its key, in memory only (C1). It asks a server whether
 * it verifies certificates or merely wants one. The schema package alone loads in half the time of
 * @peculiar/x509, which the probes would wait for.
 */
export function makeThrowaway(now: Date): Pair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signatureAlgorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: new Uint8Array([1]).buffer,
    signature: signatureAlgorithm,
    issuer: probeName(),
    validity: new Validity({
      notBefore: new Date(now.getTime() - HOUR_MS),
      notAfter: new Date(now.getTime() + HOUR_MS),
    }),
    subject: probeName(),
    subjectPublicKeyInfo: AsnConvert.parse(
      publicKey.export({ type: 'spki', format: 'der' }),
      SubjectPublicKeyInfo,
    ),
    extensions: new Extensions([clientUsage()]),
  });
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), privateKey);
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm,
    signatureValue: new Uint8Array(signature).buffer,
  });
  return {
    certificate: pem(Buffer.from(AsnConvert.serialize(certificate))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}

function probeName(): Name {
  const value = new AttributeValue({ utf8String: 'kubetrue probe' });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })])]);
}

function clientUsage(): Extension {
  const usage = AsnConvert.serialize(new ExtendedKeyUsage([id_kp_clientAuth]));
  return new Extension({ extnID: id_ce_extKeyUsage, extnValue: new OctetString(usage) });
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
