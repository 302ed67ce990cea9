import type { Stage } from '../../model/plan.ts';
import { NotYet, Refusal } from '../transaction/refusal.ts';
import { type Access, toOwn } from './access.ts';
import { call } from './gateway.ts';
import { lookAt } from './look.ts';
import { isListed, isListening, type PeerCaller, peerCaller } from './peer-look.ts';
import { isPlain, sameUrls, secureUrlOf } from './peer-urls.ts';
import { type MemberState, type Survey, selfOf } from './survey.ts';

/** A member and its cluster, as they are now. */
export interface Seen {
  access: Access;
  survey: Survey;
}

/**
 * Whether a stage may begin: every other member is seen to have made the one before.
 * @throws NotYet when one has not; Refusal when it would go wrong
 */
export async function mayBegin(seen: Seen, stage: Stage): Promise<void> {
  const own = advertisedBy(seen.survey);
  if (![stage.plain, stage.secure, stage.final].some((urls) => sameUrls(own, urls)))
    throw new Refusal(
      `this member advertises ${own.join(', ')} to its peers, and the plan was made for ${stage.plain.join(', ')}`,
    );
  await BEGINNINGS[stage.kind](seen, stage);
}

const BEGINNINGS: Readonly<Record<Stage['kind'], (seen: Seen, stage: Stage) => Promise<void>>> = {
  'serve-tls': async ({ access, survey }, stage) => {
    const own = access.configuration.listeners.filter(({ role }) => role === 'peer').map(({ port }) => port);
    for (const url of stage.secure)
      if (!own.includes(Number(new URL(url).port)) && (await isListening(url)))
        throw new Refusal(
          `something else listens at ${url} already, where this member is to serve its peers`,
        );
    const caller = peerCaller(access, stage);
    for (const member of othersIn(survey))
      for (const url of secureUrlsOf(member)) {
        const why = (await isListening(url)) ? await caller.whyNotReached(url) : null;
        if (why !== null) throw new Refusal(`the member ${member.name} ${why}`);
      }
  },
  'advertise-tls': async ({ access, survey }, stage) => allReached(peerCaller(access, stage), survey, stage),
  'drop-plain': async ({ access, survey }, stage) => {
    const plain = survey.members.filter(({ peerUrls }) => peerUrls.some(isPlain));
    if (plain.length > 0) throw waits(stage, plain.map(whyPlain));
    const caller = peerCaller(access, stage);
    await allReached(caller, survey, stage);
    const unknown = await whyUnknown(caller, survey, advertisedBy(survey));
    if (unknown !== null) throw waits(stage, [unknown]);
  },
};

function whyPlain({ name, peerUrls }: MemberState): string {
  return `${name} still advertises ${peerUrls.filter(isPlain).join(', ')}`;
}

/** Each member over TLS, where it is or will be advertised, this one too. @throws NotYet */
async function allReached(caller: PeerCaller, survey: Survey, stage: Stage): Promise<void> {
  const why: string[] = [];
  for (const member of survey.members)
    for (const url of secureUrlsOf(member)) {
      const one = await caller.whyNotReached(url);
      if (one !== null) why.push(`${member.name} ${one}`);
    }
  if (why.length > 0) throw waits(stage, why);
}

function waits({ number, of }: Stage, why: readonly string[]): NotYet {
  return new NotYet(`stage ${number} of ${of} waits for other members: ${why.join('; ')}`);
}

/** Why a stage that was made is not in force as it should be; null when it is. The last one is judged by its rules too. */
export async function whyNotMade(seen: Seen, stage: Stage): Promise<string | null> {
  const { access, survey } = seen;
  const caller = peerCaller(access, stage);
  for (const url of stage.kind === 'drop-plain' ? stage.final : stage.secure) {
    const why = await caller.whyNotReached(url);
    if (why !== null) return `this member ${why}`;
  }
  const told = toldBy(stage);
  return told === null ? null : whyUnknown(caller, survey, told);
}

/** What a stage tells the cluster of where this member is to be reached; null when nothing. */
export function toldBy({ kind, secure, final }: Stage): readonly string[] | null {
  return { 'serve-tls': null, 'advertise-tls': secure, 'drop-plain': final }[kind];
}

/** Others learn of a new address a moment after it was written. */
async function whyUnknown(
  caller: PeerCaller,
  survey: Survey,
  urls: readonly string[],
): Promise<string | null> {
  for (const member of survey.members) {
    const [url] = secureUrlsOf(member);
    const known = url === undefined ? null : await caller.knownAt(url);
    if (known === null || !isListed(known, urls))
      return `the member ${member.name} does not know ${urls.join(', ')} yet`;
  }
  return null;
}

/** Why a stage must not be taken back now; null when it may. */
export async function whyNotBackFrom({ survey }: Seen, stage: Stage): Promise<string | null> {
  switch (stage.kind) {
    case 'serve-tls': {
      const secure = survey.members.find(({ peerUrls }) => !peerUrls.some(isPlain));
      return secure === undefined
        ? null
        : `${secure.name} is reached by TLS alone, which this member would not speak any more: take that back first, on its node`;
    }
    case 'advertise-tls': {
      for (const url of stage.plain)
        if (!(await isListening(url)))
          return `nobody listens at ${url} any more, where others would look for this member: take the next stage back first`;
      return null;
    }
    case 'drop-plain':
      return null;
  }
}

/** Where this member is to be reached by its peers, as the cluster has it. */
export function advertisedBy(survey: Survey): readonly string[] {
  return selfOf(survey)?.peerUrls ?? [];
}

/**
 * Tells the cluster where this member is to be reached by its peers. It is sent once; what the cluster has then decides.
 * https://github.com/etcd-io/etcd/blob/v3.6.5/api/etcdserverpb/rpc.proto MemberUpdate
 *
 * @throws Refusal when the cluster does not have it so afterwards
 */
export async function advertise({ access, survey }: Seen, peerURLs: readonly string[]): Promise<void> {
  const answer = await call(toOwn(access, '/v3/cluster/member/update'), { ID: survey.self, peerURLs });
  const after = await lookAt(access);
  if (typeof after !== 'string' && sameUrls(advertisedBy(after), peerURLs)) return;
  const why = [answer, after].find((one) => typeof one === 'string');
  throw new Refusal(
    `etcd did not take ${peerURLs.join(', ')} as the address of this member: ${why ?? 'no reason given'}`,
  );
}

function othersIn(survey: Survey): readonly MemberState[] {
  return survey.members.filter(({ id }) => id !== survey.self);
}

/** Where a member is, or will be, reached by TLS: each one's second address follows from its first. */
function secureUrlsOf({ peerUrls }: MemberState): readonly string[] {
  return peerUrls.map(secureUrlOf);
}
