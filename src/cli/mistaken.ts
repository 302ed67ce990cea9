import { lstatSync } from 'node:fs';
import { usage } from './parse.ts';

/**
 * Refuses an option that is also the name of a file here. Whoever hands over names of files, as a shell does for `*` and
 * pre-commit for a commit, may hand over one such as `--waivers=all.yaml`, which somebody put there to be obeyed.
 *
 * @throws KubetrueError KT_USAGE
 */
export function refuseMistaken(argv: readonly string[]): void {
  const end = argv.indexOf('--');
  const options = argv.slice(0, end === -1 ? undefined : end).filter((word) => /^-./.test(word));
  const mistaken = options.find(isHere);
  if (mistaken !== undefined)
    throw usage(
      `${JSON.stringify(mistaken)} is an option, and the name of a file here.`,
      `the file is ./${mistaken}, or ${mistaken} behind --; for the option, call kubetrue in another directory`,
    );
}

function isHere(name: string): boolean {
  try {
    return lstatSync(name, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
