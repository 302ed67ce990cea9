import type { ProcessFacts } from '../../../model/snapshot.ts';
import { parseGoDuration } from '../../go-values.ts';
import { type Refusal, refuses } from '../../kubernetes/reading.ts';
import { type CommandLine, PROGRAM } from '../command-line.ts';
import type { Files } from '../files/files.ts';

/** What the start-up checks look at. */
export interface StartUp {
  line: CommandLine;
  process: ProcessFacts;
}

/** The same once the files that flags name are read. */
export interface StartUpWithFiles extends StartUp {
  files: Files;
}

/** A reason why the server does not start, null when this check finds none. */
export type Check = (start: StartUp) => Refusal | null;
export type FileCheck = (start: StartUpWithFiles) => Refusal | null;

/** A refusal because of one flag, whose origin is quoted. */
export function refuseFlag({ line }: StartUp, name: string, because: string): Refusal {
  return refuses(`${PROGRAM} ${versionOf(line)} refuses its arguments: ${because}.`, line.flag(name).origin);
}

function versionOf({ minor }: CommandLine): string {
  return `1.${minor}`;
}

/** The number of a flag. */
export function numberOf({ line }: StartUp, name: string): number {
  return Number(line.flag(name).value);
}

/** The duration of a flag, in seconds. */
export function secondsOf({ line }: StartUp, name: string): number {
  return (parseGoDuration(String(line.flag(name).value)) ?? 0) / 1e9;
}

/** The first check that finds something. */
export function firstRefusal<T>(checks: readonly ((start: T) => Refusal | null)[], start: T): Refusal | null {
  for (const check of checks) {
    const refusal = check(start);
    if (refusal !== null) return refusal;
  }
  return null;
}
