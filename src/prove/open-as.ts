import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { type ClosedFile, closedFiles } from '../components/files/proof.ts';
import { needsProof, type WantedProofs } from '../components/proof-methods.ts';
import { FILE_PROOFS } from '../model/file-proofs.ts';
import type { Observation } from '../model/observation.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { notAttempted, observe, type Question } from './observe.ts';

/** https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html calls it the ID of the nobody user. */
const NOBODY = 65_534;
const QUESTION: Question = {
  ...{ pid: 0, component: 'files', method: 'OPENAS', address: '', tls: null, path: '' },
  ...{ probe: 'closed', as: 'nobody' },
};

/**
 * Opens files that by their mode are their owner's alone as an account with no rights, once in no group and once in
 * the file's, and closes them unread. For that the whole process is that account for some microseconds: only a program
 * that does nothing else meanwhile may call this.
 * Never throws for what it may not do; no observation where no file is to be tried.
 */
export function openAsOthers(snapshot: Snapshot, now: () => Date, wanted: WantedProofs): Observation[] {
  const proofs = [...FILE_PROOFS.keys()].filter((proof) => needsProof(wanted, proof));
  const files = closedFiles(snapshot, proofs).filter(({ attributes }) => attributes.uid !== NOBODY);
  if (files.length === 0) return [];
  const refused = new Set(files.map(({ path }) => path));
  const opened = new Set<string>();
  const tried = (path: string, outcome: Outcome) => {
    if (outcome === 'opened') opened.add(path);
    if (outcome !== 'refused') refused.delete(path);
  };
  for (const [group, ofGroup] of byGroup(files)) {
    const reason = asAccount(group, () => {
      for (const { path } of ofGroup) tried(path, openedNow(path));
    });
    if (reason !== null) return [notAttempted(QUESTION, reason, now())];
  }
  const seen = { refused: [...refused], opened: [...opened] };
  return [{ ...observe(QUESTION, { answer: { kind: 'read' }, seen }, now()), request: 'open' }];
}

/** Each file under a group that has nothing to do with it, and under its own. */
function byGroup(files: readonly ClosedFile[]): Map<number, ClosedFile[]> {
  const stranger = files.some(({ attributes }) => attributes.gid === NOBODY) ? NOBODY - 1 : NOBODY;
  return new Map([[stranger, [...files]], ...Map.groupBy(files, ({ attributes }) => attributes.gid)]);
}

type Outcome = 'opened' | 'refused' | 'neither';

/** Without waiting for the other end of a pipe that has taken the file's place. */
function openedNow(path: string): Outcome {
  try {
    closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY));
    return 'opened';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'refused' : 'neither';
  }
}

/**
 * Runs something without the rights of root. All system calls of the process have them not meanwhile, so it must not
 * wait for anything. Why that is not possible here; null when it was done.
 * @throws when root could not be taken back; nothing that follows would be true
 */
function asAccount(group: number, run: () => void): string | null {
  const { getuid, geteuid, seteuid, setegid, setgroups, getgroups, getegid } = process;
  if (!getuid || !geteuid || !seteuid || !setegid || !setgroups || !getgroups || !getegid)
    return 'this system has no accounts of that kind';
  if (getuid() !== 0 || geteuid() !== 0) return 'only root can open files as somebody else (CAP_SETUID)';
  const [groups, own] = [getgroups(), getegid()];
  const back: (() => void)[] = [];
  try {
    setgroups([]);
    back.unshift(() => setgroups(groups));
    setegid(group);
    back.unshift(() => setegid(own));
    seteuid(NOBODY);
    back.unshift(() => seteuid(0));
    if (!hasNoCapabilities()) return 'the process keeps its capabilities under another account (secure bits)';
    run();
    return null;
  } catch (error) {
    return `the account could not be changed: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`;
  } finally {
    for (const undo of back) undo();
  }
}

/** With SECBIT_NO_SETUID_FIXUP an account without rights has those of root: capabilities(7). */
function hasNoCapabilities(): boolean {
  return /^CapEff:\t0+$/m.test(readFileSync('/proc/self/status', 'latin1'));
}
