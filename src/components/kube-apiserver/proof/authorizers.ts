import {
  answerTo,
  isWitness,
  open,
  type ProofContext,
  predicted,
  type Question,
  seen,
  seenList,
  whyOpen,
} from '../../proving/context.ts';
import type { Witness } from '../../proving/witness.ts';

function expected(context: ProofContext, authorizer: string): string | Witness {
  const ours = predicted(context, 'authorizers');
  if (isWitness(ours)) return ours;
  return Array.isArray(ours.value) && ours.value.includes(authorizer) ? 'on' : 'off';
}

/** What the server says about a right of the node: its answer and its reason. */
function review(
  authorizer: string,
  probe: string,
  decide: (allowed: boolean, reason: string) => boolean | null,
): Question {
  return (context) => {
    const ours = expected(context, authorizer);
    if (typeof ours !== 'string') return ours;
    const answer = answerTo(context, 'SSAR', probe);
    const [allowed, text] = [seen(answer, 'allowed'), seen(answer, 'reason')];
    if (answer === null || typeof allowed !== 'boolean') return open(whyOpen(answer, 'SSAR'));
    const reason = typeof text === 'string' ? text : '';
    const on = decide(allowed, reason);
    const said = reason === '' ? 'without a reason' : `with the reason "${reason}"`;
    const sentence = `Whether the node may ${probe.replaceAll('-', ' ')} was answered ${allowed ? 'yes' : 'no'}, ${said}.`;
    return on === null ? open(sentence) : { predicted: ours, observed: on ? 'on' : 'off', sentence };
  };
}

/** Node and RBAC give a reason for what they allow; AlwaysAllow gives none. */
export const allowsAll = review('AlwaysAllow', 'delete-another-node', (allowed, reason) => {
  if (!allowed) return false;
  return reason === '' ? true : null;
});

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/plugin/pkg/auth/authorizer/node/node_authorizer.go */
export const nodeReason = review('Node', 'get-an-unrelated-secret', (allowed, reason) => {
  if (reason.includes('no relationship found between node')) return true;
  return allowed ? null : false;
});

/** What RBAC grants to everybody who has signed in; without that binding nothing is told. */
export const rbacReason = review('RBAC', 'create-a-review', (allowed, reason) => {
  if (reason.startsWith('RBAC: allowed by')) return true;
  return allowed ? false : null;
});

/** An authorizer that has decided is there; one that has not may only have had no occasion. */
export function authorizerCounted(authorizer: string): Question {
  return (context) => {
    const ours = expected(context, authorizer);
    if (typeof ours !== 'string') return ours;
    const answer = answerTo(context, 'METRIC', 'counters');
    const counted = seenList(answer, 'authorizers');
    if (answer === null || counted === null || !counted.includes(authorizer))
      return open(whyOpen(answer, 'METRIC'));
    const sentence = `/metrics at ${answer.address} counts decisions of the authorizer ${authorizer}.`;
    return { predicted: ours, observed: 'on', sentence };
  };
}
