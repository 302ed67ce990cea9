import type { Cluster } from '../model/cluster.ts';
import type { Proof } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';
import type { ProcessFacts } from '../model/snapshot.ts';
import type { Candidate } from './subject.ts';

/** A process as every version that it may be reads it. */
export interface JudgedProcess {
  /** Its version when it is known well enough to read by; null when several must agree. */
  version: string | null;
  /** Oldest first; empty when the version is known and none that is described here. */
  candidates: readonly Candidate[];
  /** What tells instances apart for a person, e.g. the name of an etcd member. */
  name: string | null;
}

/** What a proof may look at besides its process. */
export interface Beside {
  /** The sentence for a process that nothing was sent to. */
  unasked: string;
  /** Observations of all processes of the node. */
  all: readonly Observation[];
  /** The cluster that the node is in, where it was asked. */
  cluster?: Cluster | undefined;
}

/** What evaluation must know of a component; everything else stays inside the component's folder. */
export interface JudgedComponent {
  readonly name: string;
  /** The versions whose behaviour is described here, for a reader: `1.18 to 1.36`. */
  readonly knownVersions: string;
  /** @param answered the process's own answer for its version, which beats what was collected; null without one */
  judge(process: ProcessFacts, answered: string | null): JudgedProcess;
  /** Why a process is none that rules are about, e.g. etcd running as the old proxy; null when it is. */
  outOfScope?(candidate: Candidate): string | null;
  /**
   * Compares what the probes saw with what is in force.
   *
   * @param proof name of the rule's proof, undefined for a rule without one
   * @param observations of this process
   */
  compare?(
    proof: string | undefined,
    process: ProcessFacts,
    observations: readonly Observation[],
    beside: Beside,
  ): Proof;
}
