import { valueIfPresent } from '../../../model/fact.ts';
import { reachOf } from '../../kubernetes/addresses.ts';
import {
  answerTo,
  isWitness,
  open,
  type ProofContext,
  predicted,
  type Question,
  seenList,
  whyOpen,
} from '../../proving/context.ts';
import { addressOf, keyOfFile, portOf, servedLeaf } from '../../proving/questions.ts';

/** Whose key the server shows. */
export const keyServed: Question = (context) => {
  const ours = predicted(context, 'tls-cert-file');
  if (isWitness(ours)) return ours;
  const { leaf = null, address = '' } = servedLeaf(context) ?? {};
  if (leaf === null) return open('No handshake showed a certificate.');
  const key = keyOfFile(context, 'tls-cert-file');
  if (ours.value !== null && key === null) return open('The key of tls-cert-file is not known.');
  const same = leaf.publicKeySha256 === key;
  return {
    predicted: ours.value === null ? 'another' : 'that of tls-cert-file',
    observed: same ? 'that of tls-cert-file' : 'another',
    sentence: same
      ? `${address} serves the certificate of tls-cert-file.`
      : `${address} serves a certificate of ${leaf.issuer} whose key is not that of tls-cert-file.`,
  };
};

/** At which port a handshake has shown a certificate. */
export const portServed: Question = (context) => {
  const ours = predicted(context, 'secure-port');
  if (isWitness(ours)) return ours;
  const { leaf = null, address = '' } = servedLeaf(context) ?? {};
  if (leaf === null) return open('No handshake showed a certificate.');
  return {
    predicted: String(ours.value),
    observed: portOf(address),
    sentence: `${address} speaks TLS.`,
  };
};

/** A key is named by the SHA-256 of its public half. pkg/serviceaccount/jwt.go keyIDFromPublicKey */
export const signingKey: Question = (context) => {
  const ours = predicted(context, 'service-account-key-file');
  if (isWitness(ours)) return ours;
  const answer = answerTo(context, 'KEYS', 'keys');
  const [served, configured] = [seenList(answer, 'kids'), keysOf(context, ours.value)];
  if (answer === null || served === null) return open(whyOpen(answer, 'KEYS'));
  if (configured === null) return open('The keys of service-account-key-file are not known.');
  const common = configured.filter((key) => served.includes(key));
  return {
    predicted: 'served',
    observed: common.length > 0 ? 'served' : 'not served',
    sentence:
      common.length > 0
        ? `${answer.request} at ${answer.address} names the key of service-account-key-file (${common[0]}).`
        : `${answer.request} at ${answer.address} names other keys than service-account-key-file holds.`,
  };
};

/** Key ids of all files; null when one of them is not known or there is none. */
function keysOf({ process }: ProofContext, value: unknown): readonly string[] | null {
  const paths = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
  const keys = paths.map((path) => {
    const file = valueIfPresent(process.files[path]);
    const content = file === undefined ? undefined : valueIfPresent(file.content);
    return content?.kind === 'public-keys' ? content.sha256 : null;
  });
  if (keys.length === 0 || keys.some((one) => one === null)) return null;
  return keys.flatMap((one) => one ?? []).map((hex) => Buffer.from(hex, 'hex').toString('base64url'));
}

/** A socket that answers plain HTTP is the insecure one, wherever it is. */
export const insecureSocket: Question = (context) => {
  const ours = predicted(context, 'insecure-listener');
  if (isWitness(ours)) return ours;
  const plain = context.observations.filter(({ method }) => method === 'PLAIN');
  const answered = plain.filter(({ answer }) => answer.kind === 'answered');
  const undecided = plain.find(({ answer }) => answer.kind !== 'answered' && answer.kind !== 'closed');
  if (plain.length === 0 || undecided !== undefined) return open(whyOpen(undecided ?? null, 'PLAIN'));
  const outside = answered.find(({ address }) => reachOf(addressOf(address)) === 'network');
  const found = outside ?? answered[0];
  return {
    predicted: String(ours.value),
    observed: found === undefined ? 'none' : outside === undefined ? 'loopback' : 'network',
    sentence:
      found === undefined
        ? `No socket of the server answers plain HTTP: ${plain.map(({ address }) => address).join(' and ')}.`
        : `${found.address} answers plain HTTP without any credential.`,
  };
};
