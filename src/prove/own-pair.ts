import { X509Certificate } from 'node:crypto';
import { posix } from 'node:path';
import type { Configuration } from '../components/etcd/reading.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { ProcessFacts } from '../model/snapshot.ts';
import { certificateBlocks } from '../util/pem.ts';
import { readInsideRoot } from './inside-root.ts';
import type { Pair } from './pair.ts';

/** The etcd process whose own certificate may be used, and what it runs with as far as that is known. */
export interface Owner {
  process: ProcessFacts;
  configuration: Configuration | null;
  /** Where the procfs is that shows it. */
  proc: string;
}

/** Which certificate of etcd: that of its client ports or that of its peer ports. */
export type Side = 'client' | 'peer';
const PREFIX: Readonly<Record<Side, string>> = { client: '', peer: 'peer-' };

/**
 * The process's own certificate and key of one side (C4), or why they are not used. The key is read only now, and
 * only once `leaf` has shown that the server is the one they belong to.
 */
export function ownPairFor(leaf: X509Certificate, side: Side, owner: Owner): Pair | string {
  const paths = pathsOf(side, owner);
  if (typeof paths === 'string') return paths;
  const root = `${owner.proc}/${owner.process.pid}/root`;
  try {
    const certificate = readInsideRoot(root, paths.certificate);
    const authority = paths.authority === null ? '' : readInsideRoot(root, paths.authority);
    if (!isServerOf(leaf, certificate, authority)) {
      return `the server's certificate is neither ${paths.certificate} nor from its CA, so the key is not used there`;
    }
    return { certificate, key: readInsideRoot(root, paths.key) };
  } catch (error) {
    return `its own certificate and key could not be used: ${(error as Error).message}`;
  }
}

interface Paths {
  certificate: string;
  key: string;
  authority: string | null;
}

function pathsOf(side: Side, { process, configuration }: Owner): Paths | string {
  if (configuration === null) return 'its configuration could not be read';
  const path = (name: string) => {
    const value = configuration.settings.get(`${PREFIX[side]}${name}`)?.value;
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const [certificate, key, authority] = [path('cert-file'), path('key-file'), path('trusted-ca-file')];
  if (certificate === null || key === null)
    return `no certificate and key are configured for ${side} connections`;
  const absolute = (given: string) => absolutePath(process, given);
  const found = { certificate: absolute(certificate), key: absolute(key) };
  if (found.certificate === null || found.key === null)
    return 'its working directory, which its paths start from, is not known';
  return {
    certificate: found.certificate,
    key: found.key,
    authority: authority === null ? null : absolute(authority),
  };
}

function absolutePath(process: ProcessFacts, path: string): string | null {
  if (path.startsWith('/')) return path;
  const directory = valueIfPresent(process.workingDirectory);
  return directory === undefined ? null : posix.join(directory, path);
}

/** The same key as the configured certificate, or issued by an authority that the process is configured with. */
function isServerOf(leaf: X509Certificate, certificate: string, authority: string): boolean {
  const [configured] = parseAll(certificate);
  if (configured?.publicKey.equals(leaf.publicKey) === true) return true;
  return parseAll(authority).some((issuer) => leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey));
}

function parseAll(pem: string): X509Certificate[] {
  return certificateBlocks(pem).map((one) => new X509Certificate(one));
}
