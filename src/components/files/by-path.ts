import type { NodeFile, NodeFiles } from '../../model/node-files.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Settled } from '../settled.ts';
import { pathsOf } from './named-paths.ts';
import { namesOf } from './properties.ts';

/** Files of a rule of one's own: by their path, or by the flag of a component that names them. */
const BY_FLAG = /^(\S+) --(\S+)$/;

/** The facts about what a name stands for, or why there are none; null for a name of another kind. */
export function filesNamed(
  name: string,
  facts: NodeFiles,
  snapshot: Snapshot,
): readonly NodeFile[] | Settled | null {
  if (name.startsWith('/')) return found([name], name, facts);
  const [, component, flag] = BY_FLAG.exec(name) ?? [];
  if (component === undefined || flag === undefined) return null;
  const processes = snapshot.processes.filter((one) => one.component === component);
  if (processes.length === 0)
    return snapshot.processesVisible.complete
      ? { status: 'not-applicable', reason: `No ${component} runs on this node.` }
      : { status: 'unknown', reason: `Whether ${component} runs here could not be seen.` };
  const paths = processes.flatMap((process) => pathsOf(process, [flag]));
  const open = paths.find((one) => 'unknown' in one);
  if (open !== undefined && 'unknown' in open) return { status: 'unknown', reason: open.unknown };
  const known = paths.flatMap((one) => ('path' in one ? [one.path] : []));
  if (known.length === 0) return { status: 'not-applicable', reason: `${component} does not set --${flag}.` };
  return found(known, name, facts);
}

function found(paths: readonly string[], name: string, { files }: NodeFiles): readonly NodeFile[] | Settled {
  const missing = paths.find((path) => !files.some((file) => isNamed(file, path)));
  if (missing === undefined) return files.filter((file) => paths.some((path) => isNamed(file, path)));
  const what = name === missing ? missing : `${missing} (${name})`;
  return { status: 'unknown', reason: `${what} is not among the files that facts were collected about.` };
}

function isNamed(file: NodeFile, path: string): boolean {
  return namesOf(file).includes(path);
}
