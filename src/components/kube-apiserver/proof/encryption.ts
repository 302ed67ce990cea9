import { answerTo, isWitness, open, predicted, type Question, seen, whyOpen } from '../../proving/context.ts';

/**
 * How a Secret that was written since the start of the server stands in etcd, by the prefix of the stored value.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/encryptionconfig/config.go
 */
export const storedAs: Question = (context) => {
  const ours = predicted(context, 'secrets-encryption');
  if (isWitness(ours)) return ours;
  const answer = answerTo(context, 'ETCDVAL', 'stored-secret');
  const provider = seen(answer, 'provider');
  if (answer === null || typeof provider !== 'string') return open(whyOpen(answer, 'ETCDVAL'));
  const plain = ours.value === 'none' || ours.value === 'identity';
  return {
    predicted: plain ? 'plaintext' : String(ours.value),
    observed: provider,
    sentence:
      provider === 'plaintext'
        ? 'The newest Secret, written since the server started, stands in etcd as it is.'
        : `The newest Secret, written since the server started, stands in etcd encrypted by ${provider}.`,
  };
};
