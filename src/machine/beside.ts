import { existsSync, readFileSync } from 'node:fs';
import { getAsset, getAssetKeys, isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';

/**
 * The text of a file that the build put beside the program, or into the single executable.
 *
 * @param name as below dist/, `captures/control-plane.json`
 * @returns null where there is none: the sources run
 */
export function textBeside(name: string): string | null {
  if (isSea() && getAssetKeys().includes(name)) return getAsset(name, 'utf8');
  const file = placeBeside(name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Where such a file is or would be, for messages. */
export function placeBeside(name: string): string {
  return fileURLToPath(new URL(`./${name}`, import.meta.url));
}
