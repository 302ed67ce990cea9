import { type Access, to, toOwn } from './access.ts';
import { call, digits, type Fields, fieldsOf, list, page, text, whyNotReady } from './gateway.ts';
import type { MemberState, MemberStatus, Survey } from './survey.ts';

interface Listed {
  id: string;
  name: string;
  learner: boolean;
  urls: readonly string[];
  peerUrls: readonly string[];
}

/**
 * Asks the member of this node for its cluster, and each member how it is, at the client URLs that it advertises.
 * Reads only.
 * @returns a text: why the cluster cannot be seen
 */
export async function lookAt(access: Access): Promise<Survey | string> {
  const answer = await call(toOwn(access, '/v3/cluster/member/list'));
  if (typeof answer === 'string') return answer;
  const self = digits(fieldsOf(answer.header), 'member_id');
  const listed = list(answer, 'members').map(listedOf);
  const [alarms, ...members] = await Promise.all([
    alarmsIn(access, listed),
    ...listed.map((one) => stateOf(access, one, one.id === self)),
  ]);
  return { self, members, ...alarms };
}

/** This question goes through all members: while they elect a leader it has no answer. */
async function alarmsIn(
  access: Access,
  members: readonly Listed[],
): Promise<Pick<Survey, 'alarms' | 'alarmsUnseen'>> {
  const answer = await call(toOwn(access, '/v3/maintenance/alarm'), { action: 'GET' });
  if (typeof answer === 'string') return { alarms: [], alarmsUnseen: answer };
  return { alarms: list(answer, 'alarms').map((one) => alarmOf(one, members)), alarmsUnseen: null };
}

function listedOf(value: unknown): Listed {
  const member = fieldsOf(value);
  const texts = (name: string) => list(member, name).filter((url) => typeof url === 'string');
  const id = digits(member, 'ID');
  const learner = member?.isLearner === true;
  const name = text(member, 'name') || id;
  return { id, name, learner, urls: texts('clientURLs'), peerUrls: texts('peerURLs') };
}

function alarmOf(value: unknown, members: readonly Listed[]): string {
  const alarm = fieldsOf(value);
  const member = members.find(({ id }) => id === digits(alarm, 'memberID'));
  return `${text(alarm, 'alarm') || 'unknown'} at ${member?.name ?? 'a member that is gone'}`;
}

type Ask = (path: string) => Parameters<typeof call>[0];

async function stateOf(access: Access, listed: Listed, own: boolean): Promise<MemberState> {
  const { urls, ...member } = listed;
  const reasons: string[] = [];
  for (const base of own ? [access.own.href] : urls) {
    const asked: Ask = own ? (path) => toOwn(access, path) : (path) => to(access, new URL(base), path);
    const status = await statusOf(asked, member.id);
    if (typeof status === 'string') reasons.push(status);
    else {
      const ill = status.trouble ?? (await whyNotReady(asked));
      return { ...member, status, ill, links: await linksOf(asked) };
    }
  }
  const ill = reasons[0] ?? 'it advertises no URL for clients, so it has not started yet';
  return { ...member, status: null, ill, links: null };
}

/** The status of the member of that id: an address may lead to another one, or through something in between. */
async function statusOf(
  asked: Ask,
  id: string,
): Promise<(MemberStatus & { trouble: string | null }) | string> {
  const question = asked('/v3/maintenance/status');
  const answer = await call(question);
  if (typeof answer === 'string') return answer;
  if (digits(fieldsOf(answer.header), 'member_id') !== id) return `${question.url.host} is another member`;
  return {
    version: text(answer, 'version'),
    leader: digits(answer, 'leader'),
    term: digits(answer, 'raftTerm'),
    committed: BigInt(digits(answer, 'raftIndex')),
    applied: BigInt(digits(answer, 'raftAppliedIndex')),
    size: Number(digits(answer, 'dbSize')),
    trouble: troubleOf(answer),
  };
}

function troubleOf(answer: Fields): string | null {
  const errors = list(answer, 'errors').filter((one) => typeof one === 'string');
  return errors.length === 0 ? null : errors.join(', ');
}

/** etcd_network_active_peers, which counts a peer as long as streams to or from it stand; hexadecimal ids. */
const ACTIVE = /^etcd_network_active_peers\{Local="[0-9a-f]+",Remote="([0-9a-f]+)"\} 1$/gm;

async function linksOf(asked: Ask): Promise<readonly string[] | null> {
  const metrics = await page(asked('/metrics'));
  if (metrics === null) return null;
  return [...metrics.matchAll(ACTIVE)].map(([, id]) => BigInt(`0x${id}`).toString());
}
