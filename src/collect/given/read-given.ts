import { type Dirent, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { KubetrueError } from '../../model/errors.ts';
import type { GivenFiles } from '../../model/given-files.ts';

/** Larger than any rendered chart; what is larger is no manifest. */
const LIMIT = 32 * 1024 * 1024;
/** Endings of files that are looked into when a directory is given; a file that is named is read whatever its ending. */
export const ENDINGS = /\.(ya?ml|json|conf|manifest)$/i;
/** Units and environment files, and those of the latter that have no ending. */
const OF_SYSTEMD = /\.(?:service|env)$|(?:^|\/)(?:default|sysconfig)\/kubelet$/;
/** Configurations of Ignition and Butane, and the names that cloud-init looks for. */
const OF_NODES = /\.(?:ign|bu)$|(?:^|\/)(?:user|vendor)-data$/;
/** Directories of tools, which hold other people's files. */
const NOT_ENTERED = new Set(['.git', '.hg', '.svn', '.terraform', 'node_modules']);

/** A file to be judged, with the path by which the user knows it; `-` is standard input. */
export interface GivenFile {
  path: string;
  bytes: Buffer;
  /** The user named it, and not only a directory above it. */
  named?: true;
  /** Another file has it written to a node, by this path there. */
  onNode?: true;
  /** Why its content, of which there is none here, is not known; a sentence on the file. */
  unread?: string;
}

export interface Given {
  files: GivenFile[];
  /** Files of directories that were not looked into: their ending is that of no manifest. */
  otherFiles: number;
  /** Symbolic links below directories, which are not followed. */
  links: number;
  problems: GivenFiles['problems'];
}

/**
 * The files that paths lead to; of directories those below, links not followed, in byte order. A file is read once.
 *
 * @param standardInput what `-` stands for
 * @throws KubetrueError KT_FILE for a path that is not there or cannot be read
 */
export function readGiven(paths: readonly string[], standardInput: Buffer | null): Given {
  const given: Given = { files: [], otherFiles: 0, links: 0, problems: [] };
  for (const path of new Set(paths)) {
    if (path !== '-') addNamed(given, path);
    else if (standardInput !== null) given.files.push({ path, bytes: standardInput, named: true });
  }
  return { ...given, files: once(given.files) };
}

function once(files: readonly GivenFile[]): GivenFile[] {
  const named = files.filter((file) => file.named === true);
  return [...new Map([...files, ...named].map((file) => [file.path, file])).values()];
}

function addNamed(given: Given, path: string): void {
  const isDirectory = attempt(() => statSync(path).isDirectory());
  const trouble =
    'problem' in isDirectory
      ? isDirectory
      : isDirectory.value
        ? walk(given, path)
        : addFile(given, { path, named: true });
  if (trouble === null) return;
  throw new KubetrueError('KT_FILE', { message: `Cannot read ${path}: ${trouble.problem}.` });
}

interface Trouble {
  problem: string;
}

function addFile(given: Given, file: Omit<GivenFile, 'bytes'>): Trouble | null {
  const bytes = attempt(() => bytesOf(file.path));
  if ('problem' in bytes) return bytes;
  given.files.push({ ...file, bytes: bytes.value });
  return null;
}

function walk(given: Given, directory: string): Trouble | null {
  const entries = attempt(() => readdirSync(directory, { withFileTypes: true }));
  if ('problem' in entries) return entries;
  for (const entry of entries.value.sort(byName)) {
    const path = join(directory, entry.name);
    const trouble = addEntry(given, entry, path);
    if (trouble !== null) given.problems.push({ path, line: 1, problem: trouble.problem });
  }
  return null;
}

function addEntry(given: Given, entry: Dirent, path: string): Trouble | null {
  if (entry.isDirectory()) return NOT_ENTERED.has(entry.name) ? null : walk(given, path);
  if (entry.isSymbolicLink()) given.links += 1;
  else if (![ENDINGS, OF_SYSTEMD, OF_NODES].some((form) => form.test(path))) given.otherFiles += 1;
  else if (entry.isFile()) return addFile(given, { path });
  return null;
}

function byName(left: Dirent, right: Dirent): number {
  return left.name < right.name ? -1 : 1;
}

/** What a shell hands over by `<(…)` is a pipe, of no size. */
function bytesOf(path: string): Buffer {
  const stats: Stats = statSync(path);
  if (stats.size > LIMIT) throw new TooLarge();
  return readFileSync(path);
}

class TooLarge extends Error {}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'no such file or directory, or a link that leads nowhere',
  ELOOP: 'its links lead in a circle',
  ENOTDIR: 'a part of the path is not a directory',
  ENAMETOOLONG: 'the path is too long',
};

function attempt<T>(work: () => T): { value: T } | Trouble {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof TooLarge) return { problem: `larger than ${LIMIT / 1024 / 1024} MiB` };
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    return { problem: REASONS[String(error.code)] ?? `error ${String(error.code)}` };
  }
}
