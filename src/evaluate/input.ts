import type { Benchmark, Catalog, Control } from '../model/benchmark.ts';
import type { Rule } from '../model/rule.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** Facts by the name that an expression uses, or why there are none. */
export type ExpressionFacts = Readonly<
  Record<string, () => { value: unknown; lookedAt?: FilesLookedAt } | { missing: string }>
>;

/** Paths and groups that facts were collected about, be it that there is no such file. */
export type FilesLookedAt = Readonly<Record<'path' | 'group', ReadonlySet<string>>>;

/** What came of an expression: a truth, no value for want of facts, or a rule that cannot run. */
export type ExpressionOutcome = { holds: boolean } | { unknown: string } | { error: string };

export interface EvaluateInput {
  snapshot: Snapshot;
  catalog: Catalog;
  benchmark: Benchmark;
  chosenBecause: string;
  /** The clock of the judgement. */
  at: Date;
  /** `letter`: the benchmark's own sentence and assessment decide. */
  judge: 'effect' | 'letter';
  /** Rules whose proofs are switched off. */
  unproved?: ReadonlySet<string>;
  /** Computes expressions of rules of one's own; absent where no rule has one. */
  expression?: (text: string, facts: ExpressionFacts) => ExpressionOutcome;
  /** Empty lists leave everything in. */
  only: { controls: readonly string[]; rules: readonly string[]; components: readonly string[] };
}

/** A rule with the control of the chosen benchmark that it judges. */
export interface Assignment {
  rule: Rule;
  control: Control;
}
