import { generateKeyPairSync, sign } from 'node:crypto';
import * as asn1 from 'asn1js';
import type { Pair } from './pair.ts';

const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  extendedKeyUsage: '2.5.29.37',
  clientAuth: '1.3.6.1.5.5.7.3.2',
};
const HOUR_MS = 3_600_000;

/**
 * A self-signed client certificate that nobody trusts, with its key, in memory only (C1). It asks a server whether
 * it verifies certificates or merely wants one. Built with asn1js alone: @peculiar/x509 takes longer to load than
 * all probes together take to run.
 */
export function makeThrowaway(now: Date): Pair {
  const sequence = (...value: asn1.BaseBlock[]) => new asn1.Sequence({ value });
  const oid = (value: string) => new asn1.ObjectIdentifier({ value });
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = () => sequence(oid(OID.ecdsaWithSha256));
  const name = () =>
    sequence(
      new asn1.Set({
        value: [sequence(oid(OID.commonName), new asn1.Utf8String({ value: 'kubetrue probe' }))],
      }),
    );
  const usage = sequence(oid(OID.clientAuth)).toBER();
  const body = sequence(
    tagged(0, new asn1.Integer({ value: 2 })),
    new asn1.Integer({ value: 1 }),
    algorithm(),
    name(),
    sequence(time(now, -HOUR_MS), time(now, HOUR_MS)),
    name(),
    asn1.fromBER(publicKey.export({ type: 'spki', format: 'der' })).result,
    tagged(3, sequence(sequence(oid(OID.extendedKeyUsage), new asn1.OctetString({ valueHex: usage })))),
  );
  const signature = sign('sha256', Buffer.from(body.toBER()), privateKey);
  const certificate = sequence(body, algorithm(), new asn1.BitString({ valueHex: signature }));
  return {
    certificate: pem(Buffer.from(certificate.toBER())),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}

const CONTEXT_SPECIFIC = 3;

function tagged(tagNumber: number, value: asn1.BaseBlock): asn1.BaseBlock {
  return new asn1.Constructed({ idBlock: { tagClass: CONTEXT_SPECIFIC, tagNumber }, value: [value] });
}

function time(now: Date, shiftMs: number): asn1.BaseBlock {
  return new asn1.UTCTime({ valueDate: new Date(now.getTime() + shiftMs) });
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
