import { X509Certificate } from 'node:crypto';
import type { SigningRequest } from '../../../model/cluster/rbac.ts';
import { certificateBlocks } from '../../../util/pem.ts';
import { type Raw, rawOf, rawsOf, textOf, textsOf } from '../raw.ts';
import { requestSubject, type SubjectName } from './request-subject.ts';

/** Certificates of kubelets, which every node renews: they name a node and nothing else. */
const KUBELET_SIGNERS = new Set([
  'kubernetes.io/kube-apiserver-client-kubelet',
  'kubernetes.io/kubelet-serving',
]);

/** Null for the requests of kubelets. */
export function signingRequestOf(object: Raw): SigningRequest | null {
  const [spec, status] = [rawOf(object.spec), rawOf(object.status)];
  // Unset up to certificates.k8s.io/v1beta1.
  const signer = textOf(spec.signerName) || 'kubernetes.io/legacy-unknown';
  if (KUBELET_SIGNERS.has(signer)) return null;
  const issued = issuedCertificate(textOf(status.certificate));
  return {
    name: textOf(rawOf(object.metadata).name),
    signer,
    username: textOf(spec.username),
    groups: textsOf(spec.groups),
    usages: textsOf(spec.usages),
    state: stateOf(status),
    subject: issued === null ? requestSubject(pemBytes(textOf(spec.request))) : subjectOf(issued),
    notAfter: issued?.validToDate.toISOString() ?? null,
  };
}

function stateOf(status: Raw): SigningRequest['state'] {
  const types = new Set(rawsOf(status.conditions).map(({ type }) => type));
  if (types.has('Denied')) return 'denied';
  if (types.has('Failed')) return 'failed';
  return types.has('Approved') ? 'approved' : 'pending';
}

function issuedCertificate(base64: string): X509Certificate | null {
  const [first] = certificateBlocks(Buffer.from(base64, 'base64').toString('latin1'));
  try {
    return first === undefined ? null : new X509Certificate(first);
  } catch {
    return null;
  }
}

function subjectOf(certificate: X509Certificate): SubjectName {
  // Its types do not say that a name which occurs twice is a list.
  const { CN, O } = certificate.toLegacyObject().subject as unknown as Record<
    string,
    string | string[] | undefined
  >;
  return { commonName: [CN ?? []].flat().at(-1) ?? '', organizations: [O ?? []].flat().sort() };
}

/** The DER inside a PEM text that is base64 itself. */
function pemBytes(base64: string): Buffer {
  const text = Buffer.from(base64, 'base64').toString('latin1');
  const body = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([^-]+)-----END/.exec(text)?.[1] ?? '';
  return Buffer.from(body, 'base64');
}
