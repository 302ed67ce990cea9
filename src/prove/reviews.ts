import { REVIEWED, type Review, reviewsOf, reviewText, whoIs } from '../components/cluster/rbac/reviews.ts';
import { needsReviews, type WantedProofs } from '../components/proof-methods.ts';
import type { Rights } from '../model/cluster.ts';
import type { Observation } from '../model/observation.ts';
import type { Credentials } from './credentials.ts';
import { notAttempted, observe, type Question } from './observe.ts';
import { makeOffer } from './offer.ts';
import { at, jsonOf, textAt } from './probes/keep.ts';
import { Session } from './session.ts';

const PATH = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
/** Some thirty reviews one after the other would take longer than all else that is asked. */
const CONNECTIONS = 2;

export interface ReviewOptions {
  now: () => Date;
  userAgent: string;
  credentials: Credentials;
  wanted: WantedProofs;
}

/** An API server of this node that has been asked as nobody, as its handshake has shown it. */
export interface SeenServer {
  pid: number;
  address: string;
  publicKeySha256: string;
}

/**
 * Asks the API server of this node who may do what, of some holders of each right and of somebody who should have
 * none. The reviews store nothing. Never rejects.
 */
export async function reviewRights(
  server: SeenServer,
  facts: Rights,
  options: ReviewOptions,
): Promise<Observation[]> {
  const session = await apiServerSession(server, options);
  const wanted = REVIEWED.filter((one) => needsReviews(options.wanted, one));
  const result = await Promise.all(
    wanted.map((property) => {
      const question: Question = {
        ...{
          pid: server.pid,
          component: 'kube-apiserver',
          method: 'SAR',
          address: server.address,
          tls: null,
        },
        ...{ verb: 'POST', path: PATH, probe: property, as: 'user' },
      };
      return typeof session === 'string'
        ? notAttempted(question, session, options.now())
        : review(session, question, reviewsOf(facts, property), options.now);
    }),
  );
  if (typeof session !== 'string') session.close();
  return result;
}

/** Connections to it with the credential of the user, or why there are none. */
export async function apiServerSession(
  { address, publicKeySha256 }: SeenServer,
  { credentials, userAgent }: ReviewOptions,
): Promise<Session | string> {
  const shown = await credentials.get('user', null);
  if (typeof shown === 'string') return shown;
  const [, host = '', port = ''] = /^\[?([^\]]*)\]?:(\d+)$/.exec(address) ?? [];
  const local = host === '::' || host === '0.0.0.0' ? '127.0.0.1' : host;
  const tls = { context: makeOffer('TLSv1.3', shown.pair).context, publicKeySha256 };
  const server = { host: local, port: Number(port), userAgent, tls };
  return new Session({ ...server, authorization: null, connections: CONNECTIONS });
}

async function review(
  session: Session,
  question: Question,
  reviews: readonly Review[],
  now: () => Date,
): Promise<Observation> {
  const [asked, allowed, withoutReason]: [string[], string[], string[]] = [[], [], []];
  for (const one of reviews) {
    const { answer, body } = await session.ask({ verb: 'POST', path: PATH, body: bodyOf(one) });
    const status = answer.kind === 'answered' ? answer.status : 0;
    const said = at(jsonOf({ status, body }), 'status', 'allowed');
    // One that is refused or lost tells as much about all others.
    if (status !== 201 || typeof said !== 'boolean') return observe(question, { answer, seen: {} }, now());
    const text = reviewText(one);
    asked.push(text);
    if (said) allowed.push(text);
    const reason = textAt(jsonOf({ status, body }), 'status', 'reason') ?? '';
    if (said && !reason.startsWith('RBAC: allowed by')) withoutReason.push(text);
  }
  const answer = { kind: 'answered', status: 201 } as const;
  return observe(question, { answer, seen: { asked, allowed, withoutReason } }, now());
}

function bodyOf(review: Review): string {
  const { verb, group, namespace } = review;
  const [resource, subresource] = review.resource.split('/');
  const attributes = {
    ...{ verb, group, resource },
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === null ? {} : { namespace }),
  };
  return JSON.stringify({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { ...whoIs(review), resourceAttributes: attributes },
  });
}
