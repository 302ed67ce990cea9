import { fchmodSync, fchownSync, fsyncSync, renameSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { modeBits } from '../mode.ts';
import type { Attributes, EditRecord, LeftFiles } from './journal-entry.ts';
import { sameAttributes } from './recheck.ts';
import { asRefusal, Refusal } from './refusal.ts';
import { look, seen, withDirectory, withTarget } from './target.ts';

/**
 * Puts the new files in the place of the old ones and changes attributes.
 * @throws Refusal when a file is not the old one any more, or the system refuses
 */
export function switchAll(records: readonly EditRecord[]): void {
  for (const record of records) {
    const { path, before } = record;
    try {
      if (record.kind === 'attributes') setAttributes(path, before.inode, [before], record.after);
      else {
        const { state } = look(path, true);
        if (state.sha256 !== before.sha256 || state.inode !== before.inode)
          throw new Refusal(`${path} was changed by somebody else in the last moment`);
        moveOver(record.temporary.forward, path);
      }
    } catch (error) {
      throw asRefusal(path, 'changed', error);
    }
  }
}

/** rename(2), which shows everyone either the old file or the new one, made to survive a power loss. */
export function moveOver(from: string, to: string): void {
  withDirectory(dirname(from), (source) =>
    withDirectory(dirname(to), (target) => {
      renameSync(source.entry(basename(from)), target.entry(basename(to)));
      fsyncSync(target.descriptor);
      fsyncSync(source.descriptor);
    }),
  );
}

/**
 * Changes mode and owner of exactly the file that is meant.
 *
 * @param inode null: whichever file has the path
 * @param from attributes that it may have now
 */
export function setAttributes(
  path: string,
  inode: number | null,
  from: readonly Attributes[],
  to: Attributes,
): void {
  withTarget(path, (descriptor) => {
    const { state } = seen(path, descriptor, false);
    if (inode !== null && state.inode !== inode)
      throw new Refusal(`${path} was replaced by another file in the last moment`);
    if (!from.some((one) => isBetween(state, one, to)))
      throw new Refusal(`mode and owner of ${path} were changed by somebody else meanwhile`);
    if (sameAttributes(state, to)) return;
    // At no moment somebody else's file with more rights than it had, nor root's with less care.
    if (to.uid === 0) fchownSync(descriptor, to.uid, to.gid);
    fchmodSync(descriptor, modeBits(to.mode));
    if (to.uid !== 0) fchownSync(descriptor, to.uid, to.gid);
    // chown(2) may clear bits of the mode.
    fchmodSync(descriptor, modeBits(to.mode));
    fsyncSync(descriptor);
  });
}

/** A change of attributes takes two calls, between which a machine may have stopped. */
function isBetween(state: Attributes, one: Attributes, other: Attributes): boolean {
  const modes = [one.mode, other.mode];
  const owners = [`${one.uid}:${one.gid}`, `${other.uid}:${other.gid}`];
  return modes.includes(state.mode) && owners.includes(`${state.uid}:${state.gid}`);
}

/** Which of its two states a file is in. */
export type Standing = 'old' | 'new' | 'between' | 'foreign';

/** @param own states in which this transaction itself left files */
export function standingOf(record: EditRecord, own: LeftFiles): Standing {
  const seenNow = lookIfThere(record.path, record.kind === 'content');
  if (seenNow === null) return 'foreign';
  const { state } = seenNow;
  if (record.kind === 'content') {
    if (state.sha256 === record.after) return 'new';
    return state.sha256 === record.before.sha256 ? 'old' : 'foreign';
  }
  const known = [record.before, ...own.filter(({ path }) => path === record.path).map((one) => one.state)];
  if (!known.some(({ inode, device }) => inode === state.inode && device === state.device)) return 'foreign';
  if (sameAttributes(state, record.after)) return 'new';
  if (sameAttributes(state, record.before)) return 'old';
  return isBetween(state, record.before, record.after) ? 'between' : 'foreign';
}

function lookIfThere(path: string, content: boolean) {
  try {
    return look(path, content);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** How a step left its files, for the journal. */
export function leftBy(records: readonly EditRecord[]): LeftFiles {
  return records.map(({ path, kind }) => ({ path, state: look(path, kind === 'content').state }));
}
