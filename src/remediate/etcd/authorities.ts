import { X509Certificate } from 'node:crypto';
import { posix } from 'node:path';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import { certificateBlocks } from '../../util/pem.ts';

const LIMIT = 1024 * 1024;
const NAMES = /\.(crt|pem|cert|cer)$/;

/** A file with certificates of authorities. */
export interface AuthorityFile {
  path: string;
  pem: string;
  certificates: readonly X509Certificate[];
}

/** All certificates of a PEM file; none when it cannot be read or holds something else. */
export function certificatesIn(files: RootedFs, path: string): X509Certificate[] {
  const content = files.read(path, LIMIT);
  if (content.state !== 'read') return [];
  return certificateBlocks(content.value.toString('latin1')).flatMap((block) => {
    try {
      return [new X509Certificate(block)];
    } catch {
      return [];
    }
  });
}

export function isIssuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

/**
 * The files beside a certificate that hold nothing but authorities, one of which issued it, in the order of their names.
 * That is where kubeadm, kubespray and etcd's own guides put them.
 */
export function authoritiesBeside(files: RootedFs, path: string): AuthorityFile[] {
  const [leaf] = certificatesIn(files, path);
  const directory = posix.dirname(path);
  const listed = files.list(directory);
  if (leaf === undefined || listed.state !== 'read') return [];
  return listed.value
    .filter((name) => NAMES.test(name))
    .sort()
    .map((name) => fileOf(files, posix.join(directory, name)))
    .filter(
      ({ certificates }) =>
        certificates.length > 0 &&
        certificates.every(({ ca }) => ca) &&
        certificates.some((one) => isIssuedBy(leaf, one)),
    );
}

function fileOf(files: RootedFs, path: string): AuthorityFile {
  const certificates = certificatesIn(files, path);
  return { path, certificates, pem: certificates.map((one) => one.toString()).join('') };
}
