import { readFileSync, statSync } from 'node:fs';
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
  const stats = statSync(value, { throwIfNoEntry: false });
  if (stats?.isDirectory()) throw usage(`--expect ${value} is a directory.`);
  const names = stats === undefined ? value.split(',') : linesOf(value, stats.size);
  const clean = names.map((name) => name.trim().replace(/^nodes?\//, '')).filter((name) => name !== '');
  const odd = clean.find((name) => name.includes('/') || /\s/.test(name));
  if (odd !== undefined && stats === undefined)
    throw usage(`--expect ${JSON.stringify(value)} is neither a file nor names of nodes.`);
  if (odd !== undefined)
    throw usage(`--expect ${value}: ${JSON.stringify(odd)} is no name of a node.`, 'one name on each line');
  if (clean.length === 0) throw usage(`--expect ${JSON.stringify(value)} names no node.`);
  return clean;
}

function linesOf(path: string, size: number): string[] {
  if (size > LIMIT) throw usage(`--expect ${path} is larger than ${LIMIT} bytes.`);
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, ''));
}
