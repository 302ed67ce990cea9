import { buffer } from 'node:stream/consumers';
import { collectGiven } from '../../collect/given/index.ts';
import { type Given, readGiven } from '../../collect/given/read-given.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { aboutToRead } from '../much-to-read.ts';
import { VERSION } from '../version.ts';

/** Facts of files that nothing runs yet. @throws KubetrueError KT_FILE */
export async function givenFacts(paths: readonly string[]): Promise<Snapshot> {
  const standardInput = paths.includes('-') ? await buffer(process.stdin) : null;
  const given = readGiven(paths, standardInput);
  aboutToRead(given.files.reduce((sum, { bytes }) => sum + bytes.length, 0));
  return factsOf(given);
}

/** The same files, or others with the same paths, as facts. */
export function factsOf(given: Given): Snapshot {
  return collectGiven(given, { now: () => new Date(), toolVersion: VERSION });
}
