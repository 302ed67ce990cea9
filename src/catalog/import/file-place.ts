import { placeByFlag, placeByName, placeByPath } from '../page/published-places.ts';
import type { Located } from './statement.ts';
import { isPlaceholder, settingName } from './words.ts';

/**
 * What a rule calls the file that a command of a page looks at: the group that rules of ours know, else its path, or
 * the flag that names it. Null where the page has a placeholder and no sentence says what it stands for.
 */
export function filePlace(file: string, located: Located | null, process: string | null): string | null {
  if (located?.by === 'flag') {
    const component = located.process ?? process;
    if (component === null) return null;
    const flag = settingName(located.flag);
    return placeByFlag(component, flag) ?? `${component} --${flag}`;
  }
  const named = located === null ? null : placeByName(located.what);
  if (named !== null) return named;
  return isPlaceholder(file) ? null : (placeByPath(file) ?? file);
}
