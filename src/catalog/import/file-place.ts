import { placeByFlag, placeByName, placeByPath } from '../page/published-places.ts';
import type { Located } from './statement.ts';
import { isPlaceholder, settingName } from './words.ts';

/**
 * What a rule calls the file that a command of a page looks at: the group that rules of ours know, else its path, or
 * the flag that names it. A file that a sentence has located stands for a placeholder, and for no other path than its
 * own.
 */
export type FilePlace = { place: string } | { unnamed: true } | { complaint: string };

export function filePlace(file: string, located: Located | null, process: string | null): FilePlace {
  const found = located === null ? null : locatedPlace(located, process);
  if (isPlaceholder(file)) return found === null ? { unnamed: true } : { place: found };
  if (!file.startsWith('/')) return { complaint: `is about ${file}, which is no path from the root` };
  const own = placeByPath(file) ?? file;
  if (found === null || found === own) return { place: own };
  return { complaint: `is about ${file}, and the file that the page located before is ${found}` };
}

function locatedPlace(located: Located, process: string | null): string | null {
  if (located.by === 'name') return placeByName(located.what);
  const component = located.process ?? process;
  if (component === null) return null;
  const flag = settingName(located.flag);
  return placeByFlag(component, flag) ?? `${component} --${flag}`;
}
