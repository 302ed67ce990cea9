import { valueIfPresent } from '../../../model/fact.ts';
import { answerTo, isWitness, open, predicted, type Question, seen, whyOpen } from '../../proving/context.ts';

/** Seconds that the kubelet asks for, and that alone are extended. pkg/serviceaccount/claims.go WarnOnlyBoundTokenExpirationSeconds */
export const EXTENDED_WISH = 60 * 60 + 7;

/**
 * What the API server made of the wish of a Pod for an hour, by the newest such token of this node: one that is
 * extended says when to warn. pkg/registry/core/serviceaccount/storage/token.go
 */
export const tokenMade: Question = (context) => {
  const ours = predicted(context, 'service-account-extend-token-expiration');
  if (isWitness(ours)) return ours;
  const answer = answerTo(context, 'TOKEN', 'newest-token');
  const [issued, extended] = [seen(answer, 'issuedAt'), seen(answer, 'extended')];
  if (typeof issued !== 'string' || typeof extended !== 'boolean') return open(whyOpen(answer, 'TOKEN'));
  const started = Date.parse(valueIfPresent(context.process.startedAt) ?? '');
  // An unknown time is not later than anything.
  if (!(Date.parse(issued) > started))
    return open('No token of a Pod of this node was made since the API server started.');
  const members = context.all.find((one) => one.members !== null)?.members ?? [];
  if (members.length !== 1) return open('Another API server may have made the tokens of this node.');
  return {
    predicted: ours.value === true ? 'extended' : 'as asked',
    observed: extended ? 'extended' : 'as asked',
    sentence: extended
      ? 'The newest token of a Pod of this node, made since the server started, was asked for an hour and extended.'
      : 'The newest token of a Pod of this node, made since the server started, is good for the hour that it was asked for.',
  };
};
