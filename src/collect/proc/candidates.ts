import { posix } from 'node:path';
import { parseStrings } from '../../machine/proc/parse.ts';
import type { ProcSource } from './source.ts';

const DELETED = ' (deleted)';

/** What the first, cheap look at a process shows. */
export interface Candidate {
  pid: number;
  /** Target of /proc/PID/exe without ` (deleted)`; null when it cannot be read. */
  executable: string | null;
  /** The file that runs is no longer the one at that path. */
  deleted: boolean;
  argv: readonly string[];
  /** Why argv is not known; null when it is. */
  argvProblem: string | null;
}

export interface Candidates {
  list: Candidate[];
  /** Processes of which not even the command line could be read (hidepid=1). */
  hidden: number;
}

/** All processes. Kernel threads and zombies have neither a command line nor an executable, and are left out. */
export function candidates(proc: ProcSource): Candidates {
  const found: Candidates = { list: [], hidden: 0 };
  for (const pid of proc.pids()) {
    const candidate = candidateOf(proc, pid);
    if (candidate === null) continue;
    if (candidate.executable === null && candidate.argvProblem !== null) found.hidden += 1;
    else found.list.push(candidate);
  }
  return found;
}

function candidateOf(proc: ProcSource, pid: number): Candidate | null {
  const cmdline = proc.read(`${pid}/cmdline`);
  if (cmdline.state === 'missing') return null;
  const argv = cmdline.state === 'read' ? parseStrings(cmdline.value) : [];
  if (cmdline.state === 'read' && argv.length === 0 && !proc.leads(`${pid}/exe`)) return null;
  const link = proc.link(`${pid}/exe`);
  const target = link.state === 'read' ? link.value : null;
  const deleted = target?.endsWith(DELETED) ?? false;
  return {
    pid,
    executable: deleted && target !== null ? target.slice(0, -DELETED.length) : target,
    deleted,
    argv,
    argvProblem: cmdline.state === 'unreadable' ? cmdline.reason : emptyProblem(argv),
  };
}

function emptyProblem(argv: readonly string[]): string | null {
  return argv.length === 0 ? 'the command line is empty' : null;
}

/** Name by which a process is known: of its executable, or what it was called as if that cannot be read. */
export function baseName(candidate: Candidate): string {
  return posix.basename(candidate.executable ?? candidate.argv[0] ?? '');
}
