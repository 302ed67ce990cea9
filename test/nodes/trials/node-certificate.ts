import type { Node } from '../node.ts';
import type { Mend } from './node-trial.ts';

/** Jane asks the cluster for a client certificate and gets it. */
export async function clientCertificate(node: Node): Promise<Mend> {
  const request = await node.must(['bash', '-c', MAKE_REQUEST]);
  const spec = {
    request: Buffer.from(request).toString('base64'),
    signerName: 'kubernetes.io/kube-apiserver-client',
    usages: ['client auth'],
  };
  const object = {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'jane' },
    spec,
  };
  await node.must(['kubectl', 'apply', '-f', '-'], { input: JSON.stringify(object) });
  await node.must(['kubectl', 'certificate', 'approve', 'jane']);
  await node.must(['kubectl', 'wait', 'csr/jane', '--for=jsonpath={.status.certificate}', '--timeout=60s']);
  return async () => {
    await node.must(['kubectl', 'delete', 'csr', 'jane']);
  };
}

const MAKE_REQUEST =
  'openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -subj /CN=jane 2>/dev/null';
