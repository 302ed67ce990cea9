import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * One launch of the kubelet as the generator or a named case gives it. Texts may hold `{dir}`, the working directory,
 * so that a draw can be replayed.
 */
export interface Draw {
  /** Words after the program, in groups that belong together. */
  args: readonly (readonly string[])[];
  env: Readonly<Record<string, string>>;
  /** Files in the working directory, by relative path: a text, or the target of a link. */
  files: Readonly<Record<string, string | { link: string }>>;
}

/** A draw with real paths in it. */
export interface Launch {
  directory: string;
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** What every launch needs besides, so that nothing outside its directory is touched and the configuration is logged. */
const FIXED = [
  '--cert-dir={dir}/pki',
  '--root-dir={dir}/root',
  '--container-runtime-endpoint=unix://{dir}/none.sock',
  '--v=5',
];

/** Makes the working directory anew, with the files of a draw. */
export function prepare({ args, env, files }: Draw, directory: string): Launch {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o700, recursive: true });
  const fill = (text: string) => text.replaceAll('{dir}', directory);
  for (const [name, file] of Object.entries(files)) {
    const at = join(directory, name);
    mkdirSync(dirname(at), { recursive: true });
    if (typeof file === 'string') writeFileSync(at, fill(file));
    else symlinkSync(fill(file.link), at);
  }
  return { directory, argv: [...FIXED, ...args.flat()].map(fill), env };
}
