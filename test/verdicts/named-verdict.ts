import type { Status } from '../../src/model/finding.ts';
import type { CaseFile } from '../cases/case-file.ts';

/** One node or cluster and what a rule says of it. */
export interface Situation {
  /** What this one shows; part of the test's name. */
  name: string;
  rule: string;
  given: CaseFile['given'];
  /** Versions of K3s whose programs lie at these paths, as `1.31.5+k3s1`. */
  programs?: Readonly<Record<string, string>>;
  /** `NAME@VERSION`; else what a scan chooses. */
  benchmark?: string;
  /** Statuses of the rule's findings, one for each process. */
  status: Status | readonly Status[];
  letter?: Status;
  /** Parts of the reason of the first finding. */
  reason?: readonly string[];
  /** Parts of the notes on what was looked at. */
  note?: readonly string[];
}

/** Something that no single finding shows. */
export interface Demonstration {
  name: string;
  /** Where the truth is held, for the page: a rule, or some words. */
  heldIn: string;
  shows(): Promise<void> | void;
}

/** A verdict that a scanner can get wrong, and what is true. */
export interface Trap {
  name: string;
  /** One or two sentences for the page. */
  truth: string;
  shown: readonly (Situation | Demonstration)[];
}

/** One of those that scanners did get wrong. */
export interface NamedVerdict extends Trap {
  /** In docs/verdicts.md. */
  number: number;
}
