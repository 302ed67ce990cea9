import type { ProcessFacts } from '../../../model/snapshot.ts';
import { type OpenedConfig, openConfig } from '../../kubernetes/config-document.ts';
import type { Refusal } from '../../kubernetes/reading.ts';
import type { Settled } from '../../settled.ts';
import type { ChangedFile } from '../../stale.ts';
import { PROGRAM } from '../command-line.ts';

/** A file that a flag names, as what the server made of it. */
export type Structured<T> =
  | { state: 'unset' }
  | { state: 'read'; value: T; path: string }
  /** What the server made of it cannot be told. */
  | { state: 'open'; verdict: Settled };

export interface StructuredFile<T> {
  /** As the flag has it; null when it is not set. */
  path: string | null;
  /** `audit policy`, for sentences. */
  noun: string;
  /** A sound new content is taken up without a restart. */
  reloads: boolean;
  interpret(opened: OpenedConfig): T | Refusal;
}

/**
 * Reads a structured file. One that the server could not have started with refuses the whole process; one that
 * changed or vanished since only leaves open what depends on it.
 */
export function readStructured<T extends object>(
  process: ProcessFacts,
  { path, noun, reloads, interpret }: StructuredFile<T>,
): Structured<T> | Refusal {
  if (path === null) return { state: 'unset' };
  const opened = openConfig(process, path, PROGRAM, noun);
  if (opened.outcome === 'undetermined') return open('unknown', opened.because);
  if (opened.outcome === 'refuses') return refusedOrOpen(opened, process.files[path]?.state === 'absent');
  return interpreted(opened, interpret, reloads);
}

/** The same for a part of a file that was opened already and is read at start only. */
export function readInline<T extends object>(
  opened: OpenedConfig,
  interpret: (opened: OpenedConfig) => T | Refusal,
): Structured<T> | Refusal {
  return interpreted(opened, interpret, false);
}

function interpreted<T extends object>(
  opened: OpenedConfig,
  interpret: (opened: OpenedConfig) => T | Refusal,
  reloads: boolean,
): Structured<T> | Refusal {
  const value = interpret(opened);
  if (isRefusal(value)) return refusedOrOpen(value, false);
  const [change] = opened.stale;
  if (change !== undefined && !reloads) return open('unknown', `${changed(change)}.`);
  return { state: 'read', value, path: opened.path };
}

function isRefusal(value: object): value is Refusal {
  return 'outcome' in value && value.outcome === 'refuses';
}

function refusedOrOpen(refusal: Refusal, gone: boolean): Refusal | { state: 'open'; verdict: Settled } {
  if (gone) return open('error', refusal.because);
  const [change] = refusal.stale;
  if (change === undefined) return refusal;
  return open('unknown', `${changed(change)}, and by what it says now: ${refusal.because}`);
}

function open(status: 'unknown' | 'error', reason: string): { state: 'open'; verdict: Settled } {
  return { state: 'open', verdict: { status, reason } };
}

function changed({ path, changedAt, startedAt }: ChangedFile): string {
  return `${path} changed at ${changedAt}, after ${PROGRAM} started at ${startedAt}, so what it runs with is not on disk`;
}
