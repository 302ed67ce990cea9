import { valueIfPresent } from '../../../model/fact.ts';
import { lastValue } from '../flag-edits.ts';
import { NotNow } from '../input.ts';
import { certificatesAt, certificatesOnHost, signed } from './certificates.ts';
import type { Met, NeedContext } from './need.ts';

/** What a kubelet serves with: the rotated pair, else the one that it made for itself. */
const SERVING = ['/var/lib/kubelet/pki/kubelet-server-current.pem', '/var/lib/kubelet/pki/kubelet.crt'];
const AUTHORITY = '/etc/kubernetes/pki/ca.crt';

/** The kubelet of this node serves a certificate of the authority; the others cannot be seen from here. */
export function kubeletServing(context: NeedContext): Met {
  const argv = valueIfPresent(context.process?.argv) ?? [];
  const authority = lastValue(argv, 'kubelet-certificate-authority') || AUTHORITY;
  const authorities = certificatesAt(context, authority);
  const path = SERVING.find((one) => context.input.files.stat(one).state === 'read');
  if (path === undefined) {
    throw new NotNow('prerequisite', 'What the kubelet of this node serves with was not found.', BY_HAND);
  }
  const [certificate] = certificatesOnHost(context.input, path);
  if (certificate === undefined || !authorities.some((one) => signed(one, certificate))) {
    throw new NotNow(
      'prerequisite',
      `The kubelet of this node serves ${path}, which ${authority} did not sign: logs and exec would fail.`,
      BY_HAND,
    );
  }
  return {
    prerequisite: {
      what: 'The kubelet of this node serves a certificate that the authority signed.',
      seen: `${path}, signed by ${authority}; other nodes cannot be seen from here`,
    },
  };
}

const BY_HAND = 'set serverTLSBootstrap on every node and approve the certificate requests first';
