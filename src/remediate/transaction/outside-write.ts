import type { Change } from '../../model/plan.ts';
import { nameOf } from '../durable/place.ts';
import type { Context, EntryOf } from './context.ts';
import { memberStanding, restoreMember, writeMember } from './member-write.ts';
import { Refusal } from './refusal.ts';
import { restoreSource, type SourceTodo, sourceStanding, writeSource } from './source-write.ts';
import type { Standing } from './switch.ts';

/** What the journal knows of what a change writes elsewhere than to files: to etcd, or to the cluster. */
type Outside = Pick<EntryOf<'prepared'>, 'advertised' | 'source'>;

/** Something that a change writes, in words, and how it stands. */
export interface Stands {
  what: string;
  /** unseen: it cannot be asked now, and what else the change writes tells. */
  standing: Standing | 'unseen';
}

/** @throws Refusal */
export async function writeOutside(
  context: Context,
  { source }: Change,
  { advertised }: Outside,
  todo: SourceTodo | null,
): Promise<void> {
  await writeMember(context, advertised);
  if (source !== undefined && todo !== null) await writeSource(context, source, todo);
}

/** How all of it stands; nothing where nothing was to be written. @throws Refusal when that cannot be asked */
export async function outsideStandings(
  context: Context,
  change: Change,
  outside: Outside,
): Promise<readonly Stands[]> {
  const { source } = change;
  const members = await memberStands(context, change, outside);
  const stands = members.map((standing) => ({
    what: 'the address of this member for its peers',
    standing,
  }));
  if (source === undefined || outside.source === undefined) return stands;
  const standing = await sourceStanding(context, source, outside.source);
  return [...stands, { what: nameOf(source), standing }];
}

/** Between two processes, or where the new one ends at once, etcd cannot be asked: then the files tell. */
async function memberStands(
  context: Context,
  { edits }: Change,
  { advertised }: Outside,
): Promise<readonly Stands['standing'][]> {
  try {
    return await memberStanding(context, advertised);
  } catch (error) {
    if (error instanceof Refusal && edits.length > 0) return ['unseen'];
    throw error;
  }
}

/** Gives all of it its old state. @throws ForeignFile, Refusal */
export async function restoreOutside(context: Context, { source }: Change, outside: Outside): Promise<void> {
  await restoreMember(context, outside.advertised);
  if (source !== undefined && outside.source !== undefined)
    await restoreSource(context, source, outside.source);
}
