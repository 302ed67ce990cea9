import { generateKeyPairSync, sign } from 'node:crypto';
import type { BaseBlock } from 'asn1js';

export interface Pair {
  certificate: string;
  key: string;
}

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
export async function makeThrowaway(now: Date): Promise<Pair> {
  const asn1 = await import('asn1js');
  const sequence = (...value: BaseBlock[]) => new asn1.Sequence({ value });
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
    tagged(asn1, 0, new asn1.Integer({ value: 2 })),
    new asn1.Integer({ value: 1 }),
    algorithm(),
    name(),
    sequence(time(asn1, now, -HOUR_MS), time(asn1, now, HOUR_MS)),
    name(),
    asn1.fromBER(publicKey.export({ type: 'spki', format: 'der' })).result,
    tagged(asn1, 3, sequence(sequence(oid(OID.extendedKeyUsage), new asn1.OctetString({ valueHex: usage })))),
  );
  const signature = sign('sha256', Buffer.from(body.toBER()), privateKey);
  const certificate = sequence(body, algorithm(), new asn1.BitString({ valueHex: signature }));
  return {
    certificate: pem(Buffer.from(certificate.toBER())),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}

type Asn1 = typeof import('asn1js');
const CONTEXT_SPECIFIC = 3;

function tagged(asn1: Asn1, tagNumber: number, value: BaseBlock): BaseBlock {
  return new asn1.Constructed({ idBlock: { tagClass: CONTEXT_SPECIFIC, tagNumber }, value: [value] });
}

function time(asn1: Asn1, now: Date, shiftMs: number): BaseBlock {
  return new asn1.UTCTime({ valueDate: new Date(now.getTime() + shiftMs) });
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
