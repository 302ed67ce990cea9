import type { X509Certificate } from 'node:crypto';
import { posix } from 'node:path';
import type { Configuration } from '../../components/etcd/reading.ts';
import { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import { authoritiesBeside, certificatesIn, isIssuedBy } from './authorities.ts';

const LIMIT = 64 * 1024;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** As whom etcd is asked, and how its members are recognised. */
export interface EtcdCredentials {
  /** PEM of the authorities of members' certificates; the member's own certificate is among them. */
  authority: string;
  /** Null: no certificate of this node is one that a member would take from a client. */
  pair: { certificate: string; key: string } | null;
}

/** Where the files of a process are, from here: its own root, and its working directory for relative paths. */
export interface Place {
  root: string;
  workingDirectory: string | null;
}

/** kubeadm makes these for clients of etcd; https://kubernetes.io/docs/setup/best-practices/certificates/ */
const KUBEADM_PAIRS: readonly string[] = [
  '/etc/kubernetes/pki/etcd/healthcheck-client',
  '/etc/kubernetes/pki/apiserver-etcd-client',
];

/**
 * The client certificates that this node holds already, best first: etcd's own for outgoing calls, those that kubeadm
 * made for the purpose, etcd's server certificate where it is good for a client too. They are read anew each time.
 *
 * @throws Error with a reason when etcd's files cannot be looked at
 */
export function etcdCredentials(configuration: Configuration, place: Place): EtcdCredentials {
  const own = openRoot(place.root);
  const host = openRoot('/');
  try {
    const setting = (name: string) => absolute(configuration.settings.get(name)?.value, place);
    const serving = setting('cert-file');
    const trusted = setting('trusted-ca-file');
    const clientAuthorities = trusted === null ? [] : certificatesIn(own, trusted);
    const leaf = serving === null ? [] : certificatesIn(own, serving);
    const beside = serving === null ? [] : authoritiesBeside(own, serving);
    const authorities = [...clientAuthorities, ...beside.flatMap(({ certificates }) => certificates)];
    const accepted = clientAuthorities.length > 0 ? clientAuthorities : authorities;
    const candidates: readonly (readonly [RootedFs, string | null, string | null])[] = [
      [own, setting('client-cert-file'), setting('client-key-file')],
      ...KUBEADM_PAIRS.map((stem) => [host, `${stem}.crt`, `${stem}.key`] as const),
      [own, serving, setting('key-file')],
    ];
    const pair = firstAccepted(candidates, accepted);
    return { authority: pemOf([...authorities, ...leaf]), pair };
  } finally {
    own.close();
    host.close();
  }
}

function openRoot(directory: string): RootedFs {
  const opened = RootedFs.open(directory, 'CAP_SYS_PTRACE');
  if (opened.state === 'read') return opened.value;
  throw new Error(
    opened.state === 'missing' ? 'etcd has ended' : `the files of etcd cannot be read: ${opened.reason}`,
  );
}

function absolute(value: unknown, { workingDirectory }: Place): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (posix.isAbsolute(value)) return value;
  return workingDirectory === null ? null : posix.join(workingDirectory, value);
}

function firstAccepted(
  candidates: readonly (readonly [RootedFs, string | null, string | null])[],
  accepted: readonly X509Certificate[],
): EtcdCredentials['pair'] {
  for (const [files, certificate, key] of candidates) {
    if (certificate === null || key === null) continue;
    const chain = certificatesIn(files, certificate);
    if (chain[0] === undefined || !isForClients(chain[0])) continue;
    if (!chain.some((one) => accepted.some((authority) => isIssuedBy(one, authority)))) continue;
    const read = files.read(key, LIMIT);
    if (read.state !== 'read') continue;
    return { certificate: pemOf(chain), key: read.value.toString('utf8') };
  }
  return null;
}

/** Files for TLS between peers, as etcd names them. */
export interface PeerFiles {
  certificate: string | null;
  key: string | null;
  authority: string;
}

/** What the member runs with for its peers, but for the authority. */
export function peerFilesOf({ settings }: Configuration, authority: string): PeerFiles {
  const setting = (name: string) => {
    const value = settings.get(name)?.value;
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return { certificate: setting('peer-cert-file'), key: setting('peer-key-file'), authority };
}

/** What the member shows to its peers, and the authorities that it would take; the pair null without TLS. */
export function peerMaterial(files: PeerFiles, place: Place): PeerMaterial {
  const own = openRoot(place.root);
  try {
    const { authority } = files;
    const [certificate, key] = [absolute(files.certificate, place), absolute(files.key, place)];
    const chain = certificate === null ? [] : certificatesIn(own, certificate);
    const read = key === null ? null : own.read(key, LIMIT);
    const pair =
      chain.length === 0 || read?.state !== 'read'
        ? null
        : { certificate: pemOf(chain), key: read.value.toString('utf8') };
    return { pair, authorities: certificatesIn(own, absolute(authority, place) ?? authority) };
  } finally {
    own.close();
  }
}

/** What is in the files of TLS between peers. */
export interface PeerMaterial {
  pair: EtcdCredentials['pair'];
  authorities: readonly X509Certificate[];
}

export function pemOf(certificates: readonly X509Certificate[]): string {
  return certificates.map((one) => one.toString()).join('');
}

/** Without a list of usages a certificate is good for all. */
export function isForClients(certificate: X509Certificate): boolean {
  return isFor(certificate, CLIENT_AUTH);
}

export function isForServers(certificate: X509Certificate): boolean {
  return isFor(certificate, SERVER_AUTH);
}

function isFor({ keyUsage }: X509Certificate, usage: string): boolean {
  const usages = keyUsage as readonly string[] | undefined;
  return usages === undefined || usages.includes(usage);
}
