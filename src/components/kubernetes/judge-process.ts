import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { JudgedProcess } from '../judged.ts';
import type { Candidate } from '../subject.ts';
import { KNOWN_MINORS, minorsOf } from './minors.ts';

/** What one minor of a component makes of a process. */
export type ReadOne = (process: ProcessFacts, minor: number) => Candidate;

/** A version that is not known is not taken to be older than this because nothing newer would start. */
const OLDEST_PLAUSIBLE = 19;

/**
 * A component's `judge`: every minor that the process may be reads it. A running process rules out the minors that
 * would have refused its arguments. Where only one long out of use is left, arguments that cannot be explained are
 * likelier than that version, and all stay. Every rule asks about the same process, whose facts do not change, so
 * answers are kept.
 */
export function judgeBy(readOne: ReadOne): (process: ProcessFacts, answered: string | null) => JudgedProcess {
  const known = new WeakMap<ProcessFacts, Map<string | null, JudgedProcess>>();
  return (process, answered) => {
    const ofProcess = known.get(process) ?? new Map<string | null, JudgedProcess>();
    known.set(process, ofProcess);
    const judged = ofProcess.get(answered) ?? judge(process, answered, readOne);
    ofProcess.set(answered, judged);
    return judged;
  };
}

function judge(process: ProcessFacts, answered: string | null, readOne: ReadOne): JudgedProcess {
  const version = answered ?? valueIfPresent(process.version) ?? null;
  const minors = minorsOf(version);
  const open = minors.length === KNOWN_MINORS.length;
  const all = minors.map((minor) => ({ minor, candidate: readOne(process, minor) }));
  const possible = all.filter(({ candidate }) => !couldNotRun(candidate));
  const plausible = !open || possible.some(({ minor }) => minor >= OLDEST_PLAUSIBLE);
  const kept = possible.length > 0 && plausible ? possible : all;
  return { version: open ? null : version, candidates: kept.map(({ candidate }) => candidate), name: null };
}

/** A file that changed after the start may be refused and yet say nothing about what runs. */
function couldNotRun(candidate: Candidate): boolean {
  return candidate.outcome === 'refuses' && candidate.stale.length === 0;
}
