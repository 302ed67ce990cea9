import { valueIfPresent } from '../../model/fact.ts';
import type { Observation } from '../../model/observation.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { Witness } from '../proving/witness.ts';
import type { EffectiveListener } from './listener.ts';
import type { Configuration } from './reading.ts';

export type Aspect = (
  listeners: readonly EffectiveListener[],
  observations: readonly Observation[],
  context: { process: ProcessFacts; configuration: Configuration },
) => Witness;

/** Are strangers (no certificate, or one of nobody's CA) let in? */
export function strangers(
  listeners: readonly EffectiveListener[],
  observations: readonly Observation[],
): Witness {
  const admits = listeners.some((one) => one.clientCertificates === 'not-required');
  const letIn = observations.find((one) => isStranger(one) && one.answer.kind === 'answered');
  const refusals = observations.filter((one) => isStranger(one) && refusedForCertificate(one));
  const predicted = admits ? 'admitted' : 'refused';
  if (letIn !== undefined) return { predicted, observed: 'admitted', sentence: admittedSentence(letIn) };
  if (refusals.length > 0) return { predicted, observed: 'refused', sentence: refusedSentence(refusals) };
  return { predicted, observed: null, sentence: undecided(observations) };
}

function isStranger({ method, probe }: Observation): boolean {
  if (probe !== undefined) return false;
  return method === 'PLAIN' || method === 'NOCERT' || method === 'WRONGCA';
}

function refusedForCertificate({ answer }: Observation): boolean {
  return answer.kind === 'refused' && answer.aboutCertificate;
}

function admittedSentence(observation: Observation): string {
  const { request, address, tls, answer } = observation;
  const path = request.split(' ')[1] ?? '';
  const status = answer.kind === 'answered' ? answer.status : 0;
  if (tls === null)
    return `A stranger was let in: GET http://${address}${path} in plain text answered ${status}.`;
  const how =
    observation.method === 'WRONGCA' ? 'with a certificate that nobody signed' : 'without a certificate';
  return `A stranger was let in: GET https://${address}${path} ${how} answered ${status}.`;
}

function refusedSentence(refusals: readonly Observation[]): string {
  const ways = refusals.map(({ method, tls, answer }) => {
    const who = method === 'WRONGCA' ? 'a certificate that nobody signed' : 'no certificate';
    return `${who} (${tls ?? ''} ${answer.kind === 'refused' ? answer.alert : ''})`;
  });
  return `Strangers were refused at ${refusals[0]?.address ?? ''}: ${[...new Set(ways)].join(', ')}.`;
}

function undecided(observations: readonly Observation[]): string {
  const [first] = observations.filter(({ method }) => method !== 'POSITIVE' && method !== 'MEMBERS');
  if (first === undefined) return 'Nothing was asked.';
  const { answer, address } = first;
  if (answer.kind === 'not-attempted') return `${address === '' ? '' : `${address}: `}${answer.reason}.`;
  const detail = 'detail' in answer ? answer.detail : answer.kind;
  return `${address} gave no answer that decides it: ${detail}.`;
}

/** Which certificate is served: that of the configuration, one that etcd generated, or none because it is plain text. */
export function servedCertificate(
  listeners: readonly EffectiveListener[],
  observations: readonly Observation[],
  { process, configuration }: { process: ProcessFacts; configuration: Configuration },
): Witness {
  const predicted = kinds(listeners.map((one) => one.certificate));
  const plain = observations.find((one) => one.method === 'PLAIN' && one.answer.kind === 'answered');
  const presented = observations.find((one) => one.leaf !== null);
  const side = listeners.some((one) => one.role === 'peer') ? 'peer-cert-file' : 'cert-file';
  const leaf = presented?.leaf ?? null;
  const shown = leaf === null ? null : leafKind(leaf, configuredKey(process, configuration, side));
  const seen = [...(shown === null ? [] : [shown]), ...(plain === undefined ? [] : ['none'])];
  if (seen.length === 0 || (leaf !== null && shown === null))
    return { predicted, observed: null, sentence: undecided(observations) };
  const sentence = [
    ...(plain === undefined ? [] : [admittedSentence(plain)]),
    ...(presented === undefined ? [] : [leafSentence(presented, shown ?? '', side)]),
  ].join(' ');
  return { predicted, observed: kinds(seen), sentence };
}

function kinds(values: readonly string[]): string {
  return [...new Set(values)].sort().join(' and ');
}

/** Key of the configured certificate: `unset` when none is configured, null when its file could not be read. */
function configuredKey(process: ProcessFacts, configuration: Configuration, setting: string): string | null {
  const path = configuration.settings.get(setting)?.value;
  if (typeof path !== 'string') return 'unset';
  const file = valueIfPresent(process.files[path]);
  const content = file === undefined ? undefined : valueIfPresent(file.content);
  return content?.kind === 'certificates' ? (content.certificates[0]?.publicKeySha256 ?? null) : null;
}

/** etcd's generated certificates are self-signed with O=etcd: client/pkg/transport/listener.go SelfCert. Null: not to be told. */
function leafKind(leaf: NonNullable<Observation['leaf']>, key: string | null): string | null {
  if (leaf.publicKeySha256 === key) return 'configured';
  if (leaf.selfSigned && /(?:^|, )O=etcd(?:,|$)/.test(leaf.subject)) return 'generated';
  return key === null ? null : 'other';
}

function leafSentence({ address }: Observation, kind: string, setting: string): string {
  if (kind === 'configured') return `${address} served the certificate of ${setting}.`;
  if (kind === 'generated') return `${address} served a certificate that etcd generated itself.`;
  return `${address} served a certificate whose key is not that of ${setting}.`;
}

/** Is the kubelet of this node let in, whose certificate is from the authority of the cluster? */
export function clusterCertificates(
  _listeners: readonly EffectiveListener[],
  observations: readonly Observation[],
  { process, configuration }: { process: ProcessFacts; configuration: Configuration },
): Witness {
  const asked = observations.find(({ method, probe }) => method === 'WRONGCA' && probe === 'kubelet');
  const path = configuration.settings.get('trusted-ca-file')?.value;
  const file = typeof path === 'string' ? valueIfPresent(process.files[path]) : undefined;
  const content = file === undefined ? undefined : valueIfPresent(file.content);
  const issuer = asked?.seen?.issuerKey;
  if (asked === undefined || content?.kind !== 'certificates' || typeof issuer !== 'string')
    return { predicted: '', observed: null, sentence: 'It was not asked with the certificate of a kubelet.' };
  const trusted = content.certificates.some(({ publicKeySha256 }) => publicKeySha256 === issuer);
  const predicted = trusted ? 'let in' : 'kept out';
  const { address } = asked;
  if (asked.answer.kind === 'answered')
    return {
      predicted,
      observed: 'let in',
      sentence: `${address} let in the certificate of the node's kubelet, which is from the authority of the cluster.`,
    };
  if (!refusedForCertificate(asked)) return { predicted, observed: null, sentence: undecided([asked]) };
  return {
    predicted,
    observed: 'kept out',
    sentence: `${address} refused the certificate of the node's kubelet, which is from the authority of the cluster.`,
  };
}
