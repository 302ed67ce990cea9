import { valueIfPresent } from '../../../model/fact.ts';
import type { Observation } from '../../../model/observation.ts';
import { joinHostPort } from '../../kubernetes/addresses.ts';
import {
  answerTo,
  itemsOf,
  open,
  type ProofContext,
  type Question,
  statusOf,
  whyOpen,
} from '../../proving/context.ts';
import type { Witness } from '../../proving/witness.ts';
import type { PropertyItem } from '../../subject.ts';

/** What etcd on this node was seen to do at one of the URLs that the server uses. */
interface Server {
  item: PropertyItem;
  observations: readonly Observation[];
}

type Told = (
  server: Server,
  context: ProofContext,
) => { predicted: string; observed: string | null; because: string };

/** All etcd servers must run on this node and have been asked, and the API server must be connected to them. */
function atEach(tell: Told): Question {
  return (context): Witness => {
    const items = itemsOf(context, 'etcd-servers');
    const ready = answerTo(context, 'READY', 'etcd');
    if (statusOf(ready) !== 200) return open(whyOpen(ready, 'READY'));
    const servers = items.map((item) => ({ item, observations: seenAt(item.label, context) }));
    const unseen = servers.find(({ observations }) => observations.length === 0);
    if (unseen !== undefined || servers.length === 0)
      return open(`${unseen?.item.label ?? 'etcd'} is no etcd of this node that was asked.`);
    const told = servers.map((server) => tell(server, context));
    const undecided = told.find(({ observed }) => observed === null);
    if (undecided !== undefined) return open(undecided.because);
    const differs = told.find(({ predicted, observed }) => predicted !== observed);
    const worst = differs ?? told.find(({ observed }) => observed === 'no') ?? told[0];
    const sentence = `The API server says that etcd is ready, and ${told.map(({ because }) => because).join(' and ')}.`;
    return { predicted: worst?.predicted ?? '', observed: worst?.observed ?? null, sentence };
  };
}

function seenAt(url: string, { all }: ProofContext): readonly Observation[] {
  const parsed = URL.parse(url.includes('://') ? url : `https://${url}`);
  if (parsed === null) return [];
  const host = parsed.hostname === 'localhost' ? '127.0.0.1' : parsed.hostname.replace(/^\[|\]$/g, '');
  const names = [host, '::', '0.0.0.0'].map((one) => joinHostPort(one, parsed.port));
  return all.filter(({ component, address }) => component === 'etcd' && names.includes(address));
}

/** An etcd that turns away everybody without a certificate has seen one from the API server. */
export const etcdKnowsCertificate = atEach(({ item, observations }) => {
  const shown = item.attributes.clientCertificate === 'shown';
  const plain = observations.some((one) => one.method === 'PLAIN' && one.answer.kind === 'answered');
  const refused = observations.find(
    (one) => one.method === 'NOCERT' && one.answer.kind === 'refused' && one.answer.aboutCertificate,
  );
  const predicted = shown ? 'yes' : 'no';
  if (plain)
    return {
      predicted,
      observed: 'no',
      because: `${item.label} speaks plain HTTP, where nobody shows a certificate`,
    };
  if (refused === undefined)
    return {
      predicted,
      observed: null,
      because: `${item.label} does not demand certificates, so that nothing shows whether it got one.`,
    };
  return { predicted, observed: 'yes', because: `${item.label} refuses everybody who shows no certificate` };
});

/** Clients of etcd verify its certificate whenever there is TLS: what is asked is by which authority. */
export const etcdVerified = atEach(({ item, observations }, { process, reading }) => {
  const predicted = item.attributes.serverVerified === 'by --etcd-cafile' ? 'yes' : 'no';
  if (observations.some((one) => one.method === 'PLAIN' && one.answer.kind === 'answered'))
    return {
      predicted,
      observed: 'no',
      because: `${item.label} speaks plain HTTP, where nobody is verified`,
    };
  const leaf = observations.find((one) => one.leaf !== null)?.leaf ?? null;
  const path = reading.setting('etcd-cafile').value;
  const file = typeof path === 'string' ? valueIfPresent(process.files[path]) : undefined;
  const content = file === undefined ? undefined : valueIfPresent(file.content);
  const authorities = content?.kind === 'certificates' ? content.certificates : [];
  const issued = leaf !== null && authorities.some(({ subject }) => sameName(subject, leaf.issuer));
  return issued
    ? {
        predicted,
        observed: 'yes',
        because: `${item.label} serves a certificate of the authority in ${path}`,
      }
    : { predicted, observed: null, because: `Which authority vouches for ${item.label} could not be told.` };
});

/** Two programs write the parts of a name in different orders. */
function sameName(one: string, other: string): boolean {
  const parts = (name: string) => name.split(/,\s*/).sort().join(',');
  return parts(one) === parts(other);
}
