import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * One launch of a component as the generator or a named case gives it. Texts may hold `{dir}`, the working directory,
 * and `{port}`, a free port, so that a draw can be replayed.
 */
export interface Draw {
  /** Words after the program, in groups that belong together. */
  args: readonly (readonly string[])[];
  /** Texts of files in the working directory, by name. */
  files: Readonly<Record<string, string>>;
}

/** A draw with real paths and ports in it. */
export interface Launch {
  directory: string;
  argv: readonly string[];
}

/** A kubeconfig for an API server that is not there: everything up to the first request is done all the same. */
const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
users: [{name: u, user: {}}]
current-context: c
`;

/** Makes the working directory anew, with the files of a draw and a kubeconfig. */
export function prepare({ args, files }: Draw, directory: string, port: number): Launch {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const fill = (text: string) => text.replaceAll('{dir}', directory).replaceAll('{port}', String(port));
  for (const [name, text] of Object.entries({ kubeconfig: KUBECONFIG, ...files })) {
    const at = join(directory, name);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, fill(text));
  }
  return { directory, argv: args.flat().map(fill) };
}
