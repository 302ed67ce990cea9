import { randomBytes, webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
// tsyringe, which @peculiar/x509 is built on, refuses to load without it.
import 'reflect-metadata/lite';
import * as x509 from '@peculiar/x509';

/** A key pair with its certificate, as PEM. */
export interface KeyedCertificate {
  certificate: string;
  key: string;
}

export interface Authority extends KeyedCertificate {
  subject: string;
  keys: CryptoKeyPair;
}

export interface LeafOptions {
  commonName: string;
  organization?: string;
  /** Subject alternative names: IP addresses and host names. */
  names?: readonly string[];
  /** Default: both. */
  usages?: readonly ('serverAuth' | 'clientAuth')[];
  notBefore?: Date;
  notAfter?: Date;
}

type CryptoKeyPair = webcrypto.CryptoKeyPair;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const USAGE_OIDS = {
  serverAuth: x509.ExtendedKeyUsage.serverAuth,
  clientAuth: x509.ExtendedKeyUsage.clientAuth,
} as const;
const DAY_MS = 86_400_000;

/** A certificate authority of its own key. */
export async function createAuthority(commonName: string): Promise<Authority> {
  const keys = await generateKeys();
  const subject = distinguishedName(commonName);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity({}),
    serialNumber: serial(),
    name: subject,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificate: pem(certificate), key: await keyPem(keys), subject, keys };
}

/** A leaf certificate signed by `authority`. */
export async function issue(authority: Authority, options: LeafOptions): Promise<KeyedCertificate> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(options),
    serialNumber: serial(),
    subject: distinguishedName(options.commonName, options.organization),
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: leafExtensions(options),
  });
  return { certificate: pem(certificate), key: await keyPem(keys) };
}

/** Writes `NAME.crt` and `NAME.key` (mode 0600) into `directory`; gives their paths. */
export async function save(
  directory: string,
  name: string,
  pair: KeyedCertificate,
): Promise<{ certificate: string; key: string }> {
  await mkdir(directory, { recursive: true });
  const certificate = join(directory, `${name}.crt`);
  const key = join(directory, `${name}.key`);
  await writeFile(certificate, pair.certificate);
  await writeFile(key, pair.key, { mode: 0o600 });
  return { certificate, key };
}

function generateKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function leafExtensions({
  names = [],
  usages = ['serverAuth', 'clientAuth'],
}: LeafOptions): x509.Extension[] {
  const extensions: x509.Extension[] = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension(usages.map((usage) => USAGE_OIDS[usage])),
  ];
  if (names.length === 0) return extensions;
  const alternatives = names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const);
  return [...extensions, new x509.SubjectAlternativeNameExtension(alternatives)];
}

function validity({ notBefore, notAfter }: Pick<LeafOptions, 'notBefore' | 'notAfter'>) {
  const now = Date.now();
  // An hour back: containers and their hosts do not always agree on the time.
  return {
    notBefore: notBefore ?? new Date(now - DAY_MS / 24),
    notAfter: notAfter ?? new Date(now + 365 * DAY_MS),
  };
}

function distinguishedName(commonName: string, organization?: string): string {
  return new x509.Name([
    ...(organization === undefined ? [] : [{ O: [organization] }]),
    { CN: [commonName] },
  ]).toString();
}

/** Positive, as Go demands of serial numbers. */
function serial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

async function keyPem({ privateKey }: CryptoKeyPair): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}
