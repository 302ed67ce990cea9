import { webcrypto } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import 'reflect-metadata/lite';
import * as x509 from '@peculiar/x509';
import type { ControlPlane } from '../../nodes/control-plane.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Asks the cluster for a client certificate of the given subject. */
export async function requestCertificate(
  { directory, kubectl }: Pick<ControlPlane, 'directory' | 'kubectl'>,
  name: string,
  subject: string,
): Promise<void> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subject,
    keys,
    signingAlgorithm: ALGORITHM,
  });
  const path = join(directory, `${name}.json`);
  await writeFile(
    path,
    JSON.stringify({
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: { name },
      spec: {
        request: Buffer.from(request.toString('pem')).toString('base64'),
        signerName: 'kubernetes.io/kube-apiserver-client',
        usages: ['client auth'],
      },
    }),
  );
  await kubectl('create', '-f', path);
}
