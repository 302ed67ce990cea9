import { valueIfPresent } from '../../../model/fact.ts';
import type { Observation } from '../../../model/observation.ts';
import {
  answerTo,
  isWitness,
  open,
  type ProofContext,
  predicted,
  type Question,
  seen,
  statusOf,
  whyOpen,
} from '../../proving/context.ts';

/** The kubelet of this node, as somebody without credentials has seen it. */
function kubeletSeen({ all }: ProofContext): Observation | null {
  return (
    all.find(
      ({ component, method, leaf }) => component === 'kubelet' && method === 'ANON' && leaf !== null,
    ) ?? null
  );
}

/** A kubelet that knows nobody without credentials answers the API server: it has shown its certificate. */
export const kubeletKnowsCertificate: Question = (context) => {
  const ours = predicted(context, 'kubelet-client-certificate');
  if (isWitness(ours)) return ours;
  const answer = answerTo(context, 'KUBELET', 'kubelet');
  const status = statusOf(answer);
  const strict = statusOf(kubeletSeen(context)) === 401;
  const expected = ours.value === null ? 'not shown' : 'shown';
  // A kubelet that does not know a certificate may lack the authority: that is no word on whether one was shown.
  if (answer !== null && status === 401 && ours.value === null)
    return {
      predicted: expected,
      observed: 'not shown',
      sentence: `${answer.request} was answered 401 by the kubelet: the API server showed it no certificate that it knows.`,
    };
  if (answer === null || status !== 200 || !strict) return open(whyOpen(answer, 'KUBELET'));
  const sentence = `${answer.request} was answered 200 by a kubelet that answers 401 to whoever shows no certificate.`;
  return { predicted: expected, observed: 'shown', sentence };
};

/**
 * An answer from a kubelet whose certificate is not from the authority named was taken unverified. One from that
 * authority proves nothing: it would be taken either way.
 */
export const kubeletVerified: Question = (context) => {
  const ours = predicted(context, 'kubelet-certificate-authority');
  if (isWitness(ours)) return ours;
  const expected = ours.value === null ? 'not verified' : 'verified';
  const answer = answerTo(context, 'KUBELET', 'kubelet');
  if (answer !== null && seen(answer, 'x509') === true)
    return {
      predicted: expected,
      observed: 'verified',
      sentence: `${answer.request} failed: the API server does not take the kubelet's certificate.`,
    };
  const { leaf = null, address = '' } = kubeletSeen(context) ?? {};
  if (answer === null || statusOf(answer) !== 200 || leaf === null) return open(whyOpen(answer, 'KUBELET'));
  const selfMade = leaf.selfSigned || /(?:^|, )CN=.+-ca@\d+$/.test(leaf.issuer);
  if (!selfMade || issuedByFile(context, ours.value, leaf.issuer))
    return open(
      `The kubelet at ${address} has a certificate of ${leaf.issuer}; whether that is looked at does not show.`,
    );
  const sentence = `${answer.request} was answered, although the kubelet at ${address} serves a certificate that it made itself (${leaf.issuer}).`;
  return { predicted: expected, observed: 'not verified', sentence };
};

/** An answer from a kubelet that turns plain HTTP away came by TLS. */
export const kubeletByTls: Question = (context) => {
  const ours = predicted(context, 'kubelet-connections-encrypted');
  if (isWitness(ours)) return ours;
  const answer = answerTo(context, 'KUBELET', 'kubelet');
  const { address = '' } = kubeletSeen(context) ?? {};
  const plain = context.all.find(
    (one) => one.component === 'kubelet' && one.method === 'PLAIN' && one.address === address,
  );
  if (answer === null || statusOf(answer) !== 200 || plain?.answer.kind !== 'closed')
    return open(whyOpen(answer, 'KUBELET'));
  const sentence = `${answer.request} was answered by a kubelet that turns plain HTTP away at ${address}.`;
  return { predicted: String(ours.value), observed: 'true', sentence };
};

function issuedByFile({ process }: ProofContext, path: unknown, issuer: string): boolean {
  const file = typeof path === 'string' ? valueIfPresent(process.files[path]) : undefined;
  const content = file === undefined ? undefined : valueIfPresent(file.content);
  return content?.kind === 'certificates' && content.certificates.some(({ subject }) => subject === issuer);
}
