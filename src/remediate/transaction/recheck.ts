import { accessSync, constants } from 'node:fs';
import { basename, dirname } from 'node:path';
import { KubetrueError } from '../../model/errors.ts';
import type { Edit, FileState } from '../../model/plan.ts';
import { modeBits } from '../mode.ts';
import { sha256 } from '../plan-hash.ts';
import type { Engine } from './engine.ts';
import type { LeftFiles } from './journal-entry.ts';
import { asRefusal, Refusal } from './refusal.ts';
import { look, type Seen, withDirectory } from './target.ts';

/** An edit that can be made now. */
export type Checked =
  | {
      kind: 'content';
      edit: Extract<Edit, { kind: 'content' }>;
      state: FileState;
      old: Buffer;
      fresh: Buffer;
    }
  | { kind: 'attributes'; edit: Extract<Edit, { kind: 'attributes' }>; state: FileState };

/**
 * Whether a file is still what the plan was made for, or what this transaction itself made of it; null when it
 * already is what the edit is to make of it.
 *
 * @param own files as earlier changes of the same transaction left them, newest last
 * @param later edits of the plan that are made after this one
 * @throws Refusal with what differs
 */
export async function recheck(
  edit: Edit,
  own: LeftFiles,
  engine: Engine,
  later: readonly Edit[] = [],
): Promise<Checked | null> {
  const seen = lookFor(edit);
  if (isDone(edit, seen, later)) return null;
  sameAsPlanned(edit, seen, own);
  noEditorAtWork(edit.path);
  changeable(edit);
  if (edit.kind === 'attributes') return attributesChecked(edit, seen);
  return contentChecked(edit, seen, engine);
}

/**
 * Whether a file already is what an edit, or one that is made after it, is to make of it.
 * @throws Refusal when it cannot be looked at
 */
export function isMade(edit: Edit, later: readonly Edit[]): boolean {
  return isDone(edit, lookFor(edit), later);
}

function lookFor(edit: Edit): Seen {
  return look(edit.path, edit.kind === 'content' || edit.before.sha256 !== null);
}

function isDone(edit: Edit, { state }: Seen, later: readonly Edit[]): boolean {
  if (edit.kind === 'attributes') return sameAttributes(state, edit.after);
  const further = later.filter((one) => one.kind === 'content' && one.path === edit.path);
  return [edit, ...further].some(({ after }) => after === state.sha256);
}

export function sameAttributes(
  one: { mode: string; uid: number; gid: number },
  other: { mode: string; uid: number; gid: number },
): boolean {
  return one.mode === other.mode && one.uid === other.uid && one.gid === other.gid;
}

function sameAsPlanned({ path, before }: Edit, { state }: Seen, own: LeftFiles): void {
  const states = [before, ...own.filter((one) => one.path === path).map((one) => one.state)];
  const hashes = states.map((one) => one.sha256);
  if (state.sha256 !== null && !hashes.includes(state.sha256))
    throw new Refusal(`the content of ${path} is not what the plan was made for`);
  if (!states.some((one) => one.device === state.device && one.inode === state.inode))
    throw new Refusal(`${path} was replaced by another file since the plan was made`);
  if (!states.some((one) => sameAttributes(one, state)))
    throw new Refusal(`${path} was ${shown(before)} when the plan was made and is ${shown(state)} now`);
}

function shown({ mode, uid, gid }: FileState): string {
  return `${mode} ${uid}:${gid}`;
}

/** https://vimhelp.org/recover.txt.html; nano and others use the same name with --locking. */
function noEditorAtWork(path: string): void {
  const swap = `.${basename(path)}.swp`;
  const there = withDirectory(dirname(path), ({ entry }) => {
    try {
      accessSync(entry(swap));
      return true;
    } catch {
      return false;
    }
  });
  if (there) throw new Refusal(`somebody is editing ${path}: ${swap} lies beside it`);
}

/** A read-only file system or an immutable file says so to access(2), even for root. */
function changeable({ path, kind }: Edit): void {
  withDirectory(dirname(path), ({ entry }) => {
    try {
      accessSync(entry(basename(path)), constants.W_OK);
      if (kind === 'content') accessSync(entry('.'), constants.W_OK);
    } catch (error) {
      throw asRefusal(path, 'changed', error);
    }
  });
}

function attributesChecked(edit: Extract<Edit, { kind: 'attributes' }>, { state }: Seen): Checked {
  if ((modeBits(edit.after.mode) & ~modeBits(state.mode)) !== 0)
    throw new Refusal(`${edit.path}: the mode ${edit.after.mode} would grant what ${state.mode} does not`);
  return { kind: 'attributes', edit, state };
}

async function contentChecked(
  edit: Extract<Edit, { kind: 'content' }>,
  { state, bytes, links }: Seen,
  engine: Engine,
): Promise<Checked> {
  const { path } = edit;
  if (bytes === null) throw new Refusal(`${path} is a directory`);
  if (links > 1)
    throw new Refusal(`${path} has ${links} hard links: the other names would keep the old content`);
  const fresh = await edited(edit, bytes, engine);
  if (sha256(fresh) !== edit.after)
    throw new Refusal(`the operations of the plan do not make of ${path} what the plan says`);
  return { kind: 'content', edit, state, old: bytes, fresh };
}

async function edited(
  { path, operations }: Extract<Edit, { kind: 'content' }>,
  bytes: Buffer,
  engine: Engine,
): Promise<Buffer> {
  try {
    return await engine.edit(path, bytes, operations);
  } catch (error) {
    if (error instanceof KubetrueError) throw new Refusal(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
