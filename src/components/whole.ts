import type { Proof } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Candidate, Parameters } from './subject.ts';

/** What is judged as a whole rather than process by process: the files of a node, a cluster. */
export interface JudgedWhole {
  readonly name: string;
  /** Its one reading; `undetermined` when the facts that every rule on it needs are not there. */
  judge(snapshot: Snapshot): Candidate;
  /**
   * Compares what was asked of the running cluster with what was read; not there where nothing can be asked.
   *
   * @param parameters of the rule: they say what of the whole it is about
   */
  compare?(proof: string | undefined, snapshot: Snapshot, parameters: Parameters): Proof;
}
