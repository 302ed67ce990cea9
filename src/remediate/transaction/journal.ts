import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Entry } from './journal-entry.ts';
import { isSystemError } from './refusal.ts';
import { syncDirectory } from './target.ts';
import { writeAnew } from './write-new.ts';

const NAME = 'journal.jsonl';
const RESERVE = 'reserve';
/** Enough for the words that take a change back. */
const RESERVE_BYTES = 64 * 1024;
const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR } = constants;

/** An entry without its time, as it is handed in. */
export type NewEntry = Entry extends infer One ? (One extends Entry ? Omit<One, 'at'> : never) : never;

/** The journal of one transaction: lines are added and never changed, each on the disk before the next step is made. */
export interface Journal {
  directory: string;
  entries: () => readonly Entry[];
  append: (entry: NewEntry) => void;
  close: () => void;
}

/**
 * Begins or continues the journal in the directory of a transaction. A last line that was cut off is taken away.
 * @throws system errors of opening and reading
 */
export function openJournal(directory: string, now: () => Date): Journal {
  const path = join(directory, NAME);
  const descriptor = openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) ftruncateSync(descriptor, Buffer.byteLength(whole));
  fsyncSync(descriptor);
  syncDirectory(directory);
  const entries = parse(whole);
  return {
    directory,
    entries: () => entries,
    append: (added) => {
      const entry = { ...added, at: now().toISOString() } as Entry;
      appendLine(directory, descriptor, `${JSON.stringify(entry)}\n`);
      entries.push(entry);
    },
    close: () => closeSync(descriptor),
  };
}

/** The entries of a transaction, for whoever only looks; empty when it ended before the first one. */
export function readJournal(directory: string): readonly Entry[] {
  try {
    const text = readFileSync(join(directory, NAME), 'utf8');
    return parse(text.slice(0, text.lastIndexOf('\n') + 1));
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Keeps some room, so that a disk that fills up cannot silence the journal in the middle of a change. */
export function reserveRoom(directory: string): void {
  writeAnew(join(directory, RESERVE), Buffer.alloc(RESERVE_BYTES, 0x20), null);
}

export function releaseRoom(directory: string): void {
  rmSync(join(directory, RESERVE), { force: true });
}

function parse(lines: string): Entry[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
}

function appendLine(directory: string, descriptor: number, line: string): void {
  try {
    writeWhole(descriptor, line);
  } catch (error) {
    if (!isSystemError(error) || (error.code !== 'ENOSPC' && error.code !== 'EDQUOT')) throw error;
    releaseRoom(directory);
    writeWhole(descriptor, line);
  }
}

/** The whole line and on the disk, or nothing of it. */
function writeWhole(descriptor: number, line: string): void {
  const { size } = fstatSync(descriptor);
  try {
    const bytes = Buffer.from(line);
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } catch (error) {
    ftruncateSync(descriptor, size);
    throw error;
  }
}
