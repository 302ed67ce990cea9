import { buffer } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { collectGiven } from '../../collect/given/index.ts';
import { type Given, readGiven } from '../../collect/given/read-given.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { VERSION } from '../version.ts';

/** Facts of files that nothing runs yet. @throws KubetrueError KT_FILE */
export async function givenFacts(paths: readonly string[]): Promise<Snapshot> {
  holdYoungMemory();
  const standardInput = paths.includes('-') ? await buffer(process.stdin) : null;
  return factsOf(readGiven(paths, standardInput));
}

/** The same files, or others with the same paths, as facts. */
export function factsOf(given: Given): Snapshot {
  return collectGiven(given, { now: () => new Date(), toolVersion: VERSION });
}

/**
 * What a parser leaves behind of one file is rubbish when the next begins, and thousands of files leave a gigabyte. V8
 * answers by letting the memory for young objects grow to 64 MiB; as it stands after the start it does as well, in the
 * same time.
 */
function holdYoungMemory(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
