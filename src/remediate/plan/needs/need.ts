import type { Finding } from '../../../model/finding.ts';
import type { ProcessFacts } from '../../../model/snapshot.ts';
import type { PlanInput } from '../input.ts';
import type { StaticPod } from '../static-pod.ts';

/** What a condition is checked against. */
export interface NeedContext {
  readonly input: PlanInput;
  /** Null for the attributes of files. */
  readonly process: ProcessFacts | null;
  readonly pod: StaticPod | null;
  /** How the process is judged with what is planned so far. */
  readonly findings: readonly Finding[];
}

export interface Met {
  readonly prerequisite: { readonly what: string; readonly seen: string };
  /** Who notices, as far as it was found by looking. */
  readonly affects?: readonly string[];
}

/** Returns what was seen, or throws NotNow with what is missing. */
export type Need = (context: NeedContext) => Met;
