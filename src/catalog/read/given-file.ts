import { statSync } from 'node:fs';
import { type Problems, readSource, type SourceFile } from './source-file.ts';

const LIMIT = 4 * 1024 * 1024;

/** Reads a file that somebody wrote by hand for us, as waivers are; what cannot be one becomes a problem and null. */
export function readGiven(path: string, problems: Problems): SourceFile | null {
  return sizeProblem(path, problems) ? null : readSource(path, problems);
}

/** A device never ends, and what is larger than any such file is none. A pipe is taken as it comes. */
function sizeProblem(path: string, problems: Problems): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  const what =
    stats.size > LIMIT ? `is larger than ${LIMIT} bytes` : stats.isCharacterDevice() ? 'is a device' : null;
  if (what !== null) problems.push({ message: what, file: path });
  return what !== null;
}
