import { createHash, X509Certificate } from 'node:crypto';
import type { CertificateReading } from '../../components/component.ts';
import { NO_CERTIFICATE } from '../../model/certificates.ts';
import type { Certificate, FileContent } from '../../model/snapshot.ts';
import { canonicalIpv6 } from '../../util/ip.ts';
import { certificateBlocks } from '../../util/pem.ts';

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;

/** https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12 and the one for OCSP. */
const EXTENDED_USAGES: Readonly<Record<string, string>> = {
  '2.5.29.37.0': 'any',
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};

/**
 * Certificates of a PEM file in order, as strictly as the program that is handed it:
 *
 * - `chain`: a leaf and what leads from it to its authority. Go's crypto/tls X509KeyPair parses the leaf alone, so a
 *   broken one behind it is left out.
 * - `certificates`: every one must parse. k8s.io/client-go/util/cert/pem.go ParseCertsPEM
 * - `authorities`: and every PEM block must be one, as etcd has it.
 *   https://github.com/etcd-io/etcd/blob/v3.5.21/client/pkg/tlsutil/tlsutil.go NewCertPool
 *
 * Blocks of other kinds, private keys above all, are never looked into.
 */
export function decodeCertificates(bytes: Buffer, as: CertificateReading): FileContent {
  const { certificates, broken, count } = parseBlocks(bytes);
  const other = otherBlock(bytes);
  if (count === 0) return unusable(`${NO_CERTIFICATE}${other === undefined ? '' : ', but other PEM blocks'}`);
  const [first] = as === 'chain' ? broken.filter((index) => index === 0) : broken;
  if (first !== undefined) return unusable(`certificate ${first + 1} of ${count} does not parse`);
  if (as === 'authorities' && other !== undefined) return unusable(`holds a ${other} beside certificates`);
  return { kind: 'certificates', certificates };
}

function parseBlocks(bytes: Buffer): { certificates: Certificate[]; broken: number[]; count: number } {
  const parsed = certificateBlocks(bytes.toString('latin1')).map(parse);
  return {
    certificates: parsed.filter((one) => one !== null),
    broken: parsed.flatMap((one, index) => (one === null ? [index] : [])),
    count: parsed.length,
  };
}

function unusable(problem: string): FileContent {
  return { kind: 'broken-certificates', problem };
}

/** What a PEM block that is no certificate says it is. */
function otherBlock(bytes: Buffer): string | undefined {
  const kinds = [...bytes.toString('latin1').matchAll(PEM_BLOCK)].map(([, kind]) => kind);
  return kinds.find((kind) => kind !== 'CERTIFICATE');
}

function parse(block: string): Certificate | null {
  try {
    return describe(new X509Certificate(block));
  } catch {
    return null;
  }
}

function describe(certificate: X509Certificate): Certificate {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    subjectAlternativeNames: alternativeNames(certificate.subjectAltName),
    // Node calls the extended usages keyUsage.
    extendedKeyUsages: (certificate.keyUsage ?? []).map((oid) => EXTENDED_USAGES[oid] ?? oid),
    isAuthority: certificate.ca,
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    serial: certificate.serialNumber,
    publicKeySha256: createHash('sha256')
      .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
  };
}

/** Node puts one attribute on a line. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

/** `DNS:localhost, IP Address:127.0.0.1`; a value with special characters is written as a JSON string. */
function alternativeNames(text: string | undefined): string[] {
  const names = text?.match(/[^,:]+:(?:"(?:[^"\\]|\\.)*"|[^,]*)/g) ?? [];
  return names.map((name) => {
    const at = name.indexOf(':');
    const type = name.slice(0, at).trim();
    const value = unquoted(name.slice(at + 1));
    return type === 'IP Address' ? `IP:${ipAddress(value)}` : `${type}:${value}`;
  });
}

function ipAddress(text: string): string {
  return text.includes(':') ? canonicalIpv6(text) : text;
}

function unquoted(value: string): string {
  return value.startsWith('"') ? String(JSON.parse(value)) : value;
}
