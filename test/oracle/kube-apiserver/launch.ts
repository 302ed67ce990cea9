import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One launch of the API server. Texts may hold `{dir}`, the working directory, and `{port}`, a free port. */
export interface Draw {
  /** Words after the program, in groups that belong together. */
  args: readonly (readonly string[])[];
  /** Files in the working directory, by relative path. */
  files: Readonly<Record<string, string>>;
}

/** A draw with real paths in it. */
export interface Launch {
  directory: string;
  argv: readonly string[];
}

/** What every launch needs besides, so that nothing outside its directory is touched and flags are logged. */
const FIXED = [
  '--cert-dir={dir}/certs',
  '--bind-address=127.0.0.1',
  '--secure-port={port}',
  '--advertise-address=192.0.2.1',
  '--v=1',
];

/** Makes the working directory anew, with the files of a draw. */
export function prepare({ args, files }: Draw, directory: string, port: number): Launch {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o700, recursive: true });
  const fill = (text: string) => text.replaceAll('{dir}', directory).replaceAll('{port}', String(port));
  for (const [name, text] of Object.entries(files)) {
    const at = join(directory, name);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, fill(text));
  }
  return { directory, argv: [...FIXED, ...args.flat()].map(fill) };
}
