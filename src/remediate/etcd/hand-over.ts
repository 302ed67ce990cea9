import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../transaction/refusal.ts';
import { type Access, toOwn } from './access.ts';
import { call } from './gateway.ts';
import { successorOf, whyUnsound } from './judge.ts';
import { lookAt } from './look.ts';
import type { Survey } from './survey.ts';

const HAND_OVER_MS = 10_000;
const POLL_MS = 100;

/**
 * Has the member of this node, if it leads, give the leadership to another one, and waits until all follow that.
 * https://github.com/etcd-io/etcd/blob/v3.6.5/api/etcdserverpb/rpc.proto MoveLeader: to be asked of the leader.
 *
 * @returns the name of the new leader; null when this member did not lead
 * @throws Refusal
 */
export async function handOver(access: Access, survey: Survey): Promise<string | null> {
  const successor = successorOf(survey);
  if (successor === null) return null;
  const moved = await call(toOwn(access, '/v3/maintenance/transfer-leadership'), { targetID: successor.id });
  if (typeof moved === 'string')
    throw new Refusal(`the leadership could not be given to ${successor.name}: ${moved}`);
  const deadline = Date.now() + HAND_OVER_MS;
  for (;;) {
    const found = await lookAt(access);
    if (typeof found !== 'string' && whyUnsound(found) === null && successorOf(found) === null)
      return successor.name;
    if (Date.now() > deadline)
      throw new Refusal(`the leadership was given to ${successor.name}, and not all members follow it yet`);
    await sleep(POLL_MS);
  }
}
