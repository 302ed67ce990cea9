import type { Change } from '../../model/plan.ts';
import { sameUrls } from '../etcd/peer-urls.ts';
import { toldBy } from '../etcd/stages.ts';
import type { Context } from './context.ts';
import type { Engine } from './engine.ts';
import type { Advertised } from './journal-entry.ts';
import { ForeignFile } from './restore.ts';
import type { Standing } from './switch.ts';

/**
 * What a change is to write to etcd itself; null when nothing, or when it is so already.
 * @throws Refusal when etcd cannot be asked
 */
export async function memberWrite({ etcd }: Engine, { stage }: Change): Promise<Advertised | null> {
  const after = stage === undefined ? null : toldBy(stage);
  if (stage === undefined || after === null) return null;
  const before = await etcd().stages.advertised();
  // Who is at the end has been told of the second address before.
  return [after, stage.final].some((urls) => sameUrls(before, urls))
    ? null
    : { before: [...before], after: [...after] };
}

/** Writes it. @throws Refusal */
export async function writeMember({ engine }: Context, written: Advertised | undefined): Promise<void> {
  if (written === undefined) return;
  engine.tell(`etcd: peers are told to reach this member at ${written.after.join(', ')}`);
  await engine.etcd().stages.advertise(written.after);
}

/** Which of its two states the cluster has; none where nothing was to be written. @throws Refusal */
export async function memberStanding(
  { engine }: Context,
  written: Advertised | undefined,
): Promise<readonly Standing[]> {
  if (written === undefined) return [];
  const now = await engine.etcd().stages.advertised();
  if (sameUrls(now, written.after)) return ['new'];
  return [sameUrls(now, written.before) ? 'old' : 'foreign'];
}

/**
 * Has the cluster look for this member where it did before.
 * @throws ForeignFile when somebody else changed that meanwhile; Refusal when etcd refuses
 */
export async function restoreMember(context: Context, written: Advertised | undefined): Promise<void> {
  const [standing] = await memberStanding(context, written);
  if (written === undefined || standing === undefined || standing === 'old') return;
  if (standing === 'foreign')
    throw new ForeignFile(
      'the address of this member for its peers is neither as it was nor as this change made it: somebody else changed it',
    );
  await context.engine.etcd().stages.advertise(written.before);
}
