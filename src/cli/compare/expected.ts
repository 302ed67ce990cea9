import { readFileSync, type Stats, statSync } from 'node:fs';
import { usage } from '../parse.ts';

const LIMIT = 16 * 1024 * 1024;

/**
 * Names of nodes from `--expect`: joined by commas, or the lines of a file, in which `node/` before a name (as
 * `kubectl get nodes -o name` has it) and what follows a `#` do not count.
 *
 * @throws KubetrueError KT_USAGE
 */
export function expectedNodes(values: readonly string[]): readonly string[] | null {
  if (values.length === 0) return null;
  return [...new Set(values.flatMap(namesIn))];
}

function namesIn(value: string): string[] {
  const file = value.includes(',') ? null : fileAt(value);
  const names = file === null ? value.split(',') : linesOf(value, file);
  const clean = names.map((name) => name.trim().replace(/^nodes?\//, '')).filter((name) => name !== '');
  const odd = clean.find((name) => name.includes('/') || /\s/.test(name));
  if (odd !== undefined && file === null)
    throw usage(`--expect ${JSON.stringify(value)} is neither a file nor names of nodes.`);
  if (odd !== undefined)
    throw usage(`--expect ${value}: ${JSON.stringify(odd)} is no name of a node.`, 'one name on each line');
  if (clean.length === 0) throw usage(`--expect ${JSON.stringify(value)} names no node.`);
  return clean;
}

/** Null: no such file, so that it is a name. */
function fileAt(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw usage(`--expect ${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function linesOf(path: string, stats: Stats): string[] {
  if (stats.isDirectory()) throw usage(`--expect ${path} is a directory.`);
  if (!stats.isFile() && !stats.isFIFO()) throw usage(`--expect ${path} is neither a file nor a pipe.`);
  if (stats.size > LIMIT) throw usage(`--expect ${path} is larger than ${LIMIT} bytes.`);
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, ''));
}
