import { posix } from 'node:path';
import { type Reading, read, readValue } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { Certificate, ConfigEntry, FileContent } from '../../model/snapshot.ts';
import { decodeConfig } from '../config/decode-config.ts';
import { decodeCertificates } from './certificates.ts';

const LIMIT = 1024 * 1024;

/** All that is looked at. The values of credentials are only asked whether they are there, and are dropped here. */
const KEYS = new Set([
  'current-context',
  'contexts.*.name',
  'contexts.*.context.cluster',
  'contexts.*.context.user',
  'clusters.*.name',
  'clusters.*.cluster.server',
  'users.*.name',
  ...[
    'client-certificate',
    'client-certificate-data',
    'client-key',
    'client-key-data',
    'token',
    'tokenfile',
    'username',
    'password',
    'exec',
    'auth-provider',
  ].map((key) => `users.*.user.${key}`),
]);

type Kubeconfig = Extract<FileContent, { kind: 'kubeconfig' }>;

/** Who a kubeconfig's user is and where its server is. No credential is kept. */
export function readKubeconfig(fs: RootedFs, path: string): Reading<FileContent> {
  const bytes = fs.read(path, LIMIT);
  if (bytes.state !== 'read') return bytes;
  const decoded = decodeConfig(bytes.value, KEYS);
  if (decoded.state !== 'read') return decoded;
  if (decoded.value.kind === 'broken-config') {
    return read({
      kind: 'broken-kubeconfig',
      problem: `line ${decoded.value.line}: ${decoded.value.problem}`,
    });
  }
  return read(described(fs, path, new Entries(decoded.value.entries)));
}

/** Looks up entries of named lists, as kubeconfigs are made of. */
class Entries {
  readonly #entries: readonly ConfigEntry[];

  constructor(entries: readonly ConfigEntry[]) {
    this.#entries = entries;
  }

  text(...path: readonly string[]): string | null {
    const value = this.#at(path)?.value;
    return typeof value === 'string' && value !== '' ? value : null;
  }

  has(...path: readonly string[]): boolean {
    const entry = this.#at(path);
    return entry !== undefined && entry.type !== 'null' && entry.value !== '';
  }

  /** Number of the item of a list whose `name` it is, as a part of a path. */
  named(list: string, name: string | null): string | null {
    const entry = this.#entries.find(
      (one) => one.path.length === 3 && one.path[0] === list && one.path[2] === 'name' && one.value === name,
    );
    return name === null ? null : (entry?.path[1] ?? null);
  }

  #at(path: readonly string[]): ConfigEntry | undefined {
    return this.#entries.find((one) => one.path.join('\0') === path.join('\0'));
  }
}

function described(fs: RootedFs, path: string, entries: Entries): Kubeconfig {
  const context = entries.named('contexts', entries.text('current-context')) ?? '0';
  const inContext = (name: string) => entries.text('contexts', context, 'context', name);
  const cluster = entries.named('clusters', inContext('cluster'));
  const user = entries.named('users', inContext('user'));
  return {
    kind: 'kubeconfig',
    server: cluster === null ? null : withoutUser(entries.text('clusters', cluster, 'cluster', 'server')),
    credential: user === null ? 'none' : credentialOf(entries, user),
    certificate: user === null ? null : certificateOf(fs, path, entries, user),
    certificateFile: user === null ? null : fileOf(path, entries, user, 'client-certificate'),
    keyFile: user === null ? null : fileOf(path, entries, user, 'client-key'),
  };
}

function withoutUser(server: string | null): string | null {
  return server?.replace(/\/\/[^/@]*@/, '//') ?? null;
}

/** In the order in which the certificate, which always counts, comes first. */
const CREDENTIALS: readonly { kind: Kubeconfig['credential']; keys: readonly string[] }[] = [
  { kind: 'certificate', keys: ['client-certificate-data', 'client-certificate'] },
  { kind: 'token', keys: ['token', 'tokenFile'] },
  { kind: 'exec', keys: ['exec', 'auth-provider'] },
  { kind: 'password', keys: ['username'] },
];

function credentialOf(entries: Entries, user: string): Kubeconfig['credential'] {
  const found = CREDENTIALS.find(({ keys }) => keys.some((key) => entries.has('users', user, 'user', key)));
  return found?.kind ?? 'none';
}

/** Embedded data wins over a file; a relative path starts at the kubeconfig's directory. */
function fileOf(path: string, entries: Entries, user: string, key: string): string | null {
  if (entries.has('users', user, 'user', `${key}-data`)) return null;
  const file = entries.text('users', user, 'user', key);
  return file === null ? null : posix.resolve(posix.dirname(path), file);
}

function certificateOf(fs: RootedFs, path: string, entries: Entries, user: string): Certificate | null {
  const data = entries.text('users', user, 'user', 'client-certificate-data');
  if (data !== null) return leafOf(Buffer.from(data, 'base64'));
  const file = fileOf(path, entries, user, 'client-certificate');
  if (file === null) return null;
  const bytes = readValue(fs.read(file, LIMIT));
  return bytes === undefined ? null : leafOf(bytes);
}

function leafOf(bytes: Buffer): Certificate | null {
  const content = decodeCertificates(bytes, 'chain');
  return content.kind === 'certificates' ? (content.certificates[0] ?? null) : null;
}
