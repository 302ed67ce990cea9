import type { Candidate } from '../components/subject.ts';
import type { Membership } from './membership.ts';
import type { Verdict } from './verdict.ts';

/**
 * Controls between members are not about a cluster of one, unless its peer listener is open to the network: whoever
 * reaches that needs no second member to read or join the cluster.
 *
 * @param membership null when the rule is about every etcd
 */
export function forSingleMember(
  verdict: Verdict,
  candidate: Candidate,
  membership: Membership | null,
): Verdict {
  if (membership?.voters !== 1 || candidate.outcome !== 'starts') return verdict;
  const peers = candidate.property('peer-listeners', {});
  const open = (peers.state === 'items' ? peers.items : []).filter(
    ({ attributes }) => attributes.reach === 'network' && attributes.clientCertificates !== 'required',
  );
  if (verdict.status === 'fail' && open.length > 0) {
    const urls = open.map(({ label }) => label).join(', ');
    return {
      status: 'fail',
      reason: `${verdict.reason} The cluster has one member, yet ${urls} can be reached from elsewhere without a certificate of a CA of its own.`,
    };
  }
  return {
    status: 'not-applicable',
    reason: `The cluster has one member ${extent(membership)}.`,
  };
}

function extent({ learners, source }: Membership): string {
  if (learners === 0) return `(by ${source}), so there are no peers`;
  return `that votes (by ${source}); ${learners === 1 ? 'a learner does' : `${learners} learners do`} not make it a cluster of several`;
}
