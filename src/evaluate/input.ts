import type { Benchmark, Catalog, Control } from '../model/benchmark.ts';
import type { Rule } from '../model/rule.ts';
import type { Snapshot } from '../model/snapshot.ts';

export interface EvaluateInput {
  snapshot: Snapshot;
  catalog: Catalog;
  benchmark: Benchmark;
  chosenBecause: string;
  /** The clock of the judgement. */
  at: Date;
  /** `letter`: the benchmark's own sentence and assessment decide. */
  judge: 'effect' | 'letter';
  /** Empty lists leave everything in. */
  /** Rules whose proofs are switched off. */
  unproved?: ReadonlySet<string>;
  only: { controls: readonly string[]; rules: readonly string[]; components: readonly string[] };
}

/** A rule with the control of the chosen benchmark that it judges. */
export interface Assignment {
  rule: Rule;
  control: Control;
}
