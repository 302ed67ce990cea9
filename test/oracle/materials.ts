import { createHash, X509Certificate } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, createAuthority, issue, type KeyedCertificate } from '../../src/cli/demo/pki.ts';

/** Who signed a client's certificate. `foreign` is in no file that etcd sees, `system` only in SSL_CERT_FILE. */
export const SIGNERS = ['a', 'b', 'foreign', 'system'] as const;
export type Signer = (typeof SIGNERS)[number];

export interface Materials {
  directory: string;
  clients: Readonly<Record<Signer, KeyedCertificate>>;
  /** SHA-256 of the public key of the first certificate in a file, by file name. */
  leafKeys: Readonly<Record<string, string>>;
}

/** CA files by name, and whose certificates they hold; Go reads a file without PEM blocks as an empty pool. */
export const AUTHORITY_FILES: Readonly<Record<string, readonly Signer[]>> = {
  'ca-a.crt': ['a'],
  'ca-b.crt': ['b'],
  'bundle.crt': ['a', 'b'],
  'noted.crt': ['a'],
  'crlf.crt': ['a'],
  'twice.crt': ['b'],
  'empty.pem': [],
  'garbage.pem': [],
  'torn.pem': [],
  'system.crt': ['system'],
};

/** Certificate files that parse, and the key file that belongs to each. */
export const PAIRS: Readonly<Record<string, string>> = {
  'server.crt': 'server.key',
  'other.crt': 'other.key',
  'expired.crt': 'expired.key',
  'chain.crt': 'server.key',
  'cut-chain.crt': 'server.key',
  'combined.pem': 'combined.pem',
};

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const CERTIFICATE_FILES = [
  'server.crt',
  'other.crt',
  'expired.crt',
  'chain.crt',
  'cut-chain.crt',
  'combined.pem',
] as const;
const DAY_MS = 86_400_000;

/** Writes everything that a draw may name below `{pki}`. */
export async function createMaterials(directory: string): Promise<Materials> {
  await mkdir(join(directory, 'directory'), { recursive: true });
  const [a, b, foreign, system] = await Promise.all(
    ['oracle CA a', 'oracle CA b', 'oracle CA foreign', 'oracle CA system'].map(createAuthority),
  );
  if (a === undefined || b === undefined || foreign === undefined || system === undefined)
    throw new Error('no authorities');
  const files = { ...authorities(a, b, system), ...broken(), ...(await servers(a, b)) };
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  return { directory, clients: await clients({ a, b, foreign, system }), leafKeys: leafKeys(files) };
}

function authorities(a: Authority, b: Authority, system: Authority): Record<string, string> {
  return {
    'ca-a.crt': a.certificate,
    'ca-b.crt': b.certificate,
    'bundle.crt': a.certificate + b.certificate,
    'noted.crt': `# issued to the cluster\n\n${a.certificate}\ntrailing words\n`,
    'crlf.crt': a.certificate.replaceAll('\n', '\r\n'),
    'twice.crt': b.certificate + b.certificate,
    'system.crt': system.certificate,
  };
}

function broken(): Record<string, string> {
  return {
    'empty.pem': '',
    'garbage.pem': 'no certificate at all\n',
    'broken.pem': '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgI=\n-----END CERTIFICATE-----\n',
    'torn.pem': '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgI\n',
  };
}

async function servers(a: Authority, b: Authority): Promise<Record<string, string>> {
  const [server, other, expired] = await Promise.all([
    issue(a, { commonName: 'server', names: LOOPBACK }),
    issue(b, { commonName: 'other', names: LOOPBACK }),
    issue(a, { commonName: 'expired', names: LOOPBACK, ...daysAgo(10, 3) }),
  ]);
  return {
    'server.crt': server.certificate,
    'server.key': server.key,
    'other.crt': other.certificate,
    'other.key': other.key,
    'expired.crt': expired.certificate,
    'expired.key': expired.key,
    'chain.crt': server.certificate + a.certificate,
    'cut-chain.crt': server.certificate + broken()['broken.pem'],
    'combined.pem': other.key + other.certificate,
  };
}

function daysAgo(from: number, to: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - from * DAY_MS), notAfter: new Date(Date.now() - to * DAY_MS) };
}

async function clients(by: Record<Signer, Authority>): Promise<Record<Signer, KeyedCertificate>> {
  const entries = await Promise.all(
    SIGNERS.map(
      async (signer) =>
        [signer, await issue(by[signer], { commonName: 'oracle-client', usages: ['clientAuth'] })] as const,
    ),
  );
  return Object.fromEntries(entries) as Record<Signer, KeyedCertificate>;
}

function leafKeys(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    CERTIFICATE_FILES.map((name) => [name, publicKeySha256(new X509Certificate(files[name] ?? ''))]),
  );
}

export function publicKeySha256(certificate: X509Certificate): string {
  const der = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}
