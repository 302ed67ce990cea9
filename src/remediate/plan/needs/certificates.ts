import { X509Certificate } from 'node:crypto';
import { NotNow } from '../input.ts';
import { hostPathOf } from '../static-pod.ts';
import type { NeedContext } from './need.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Certificates of a file as the component names it. Throws NotNow when there are none. */
export function certificatesAt({ input, pod }: NeedContext, path: string): readonly X509Certificate[] {
  const host = pod === null ? path : hostPathOf(pod, path)?.path;
  if (host === undefined)
    throw new NotNow('prerequisite', `${path} lies in no directory that the Pod mounts.`);
  return certificatesOnHost(input, host);
}

export function certificatesOnHost(
  { files }: Pick<NeedContext['input'], 'files'>,
  path: string,
): readonly X509Certificate[] {
  const content = files.read(path, 1024 * 1024);
  if (content.state !== 'read') throw new NotNow('prerequisite', `${path} cannot be read.`);
  try {
    const found = (content.value.toString('utf8').match(BLOCK) ?? []).map((one) => new X509Certificate(one));
    if (found.length > 0) return found;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
  }
  throw new NotNow('prerequisite', `${path} holds no certificate.`);
}

export function signed(authority: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}
