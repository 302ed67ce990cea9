import type { Report } from '../../model/finding.ts';
import type { LeftAlone } from '../../model/left-alone.ts';
import type { Rule } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** Contents of files by their paths, as the user gave those. */
export type Contents = ReadonlyMap<string, Buffer>;

export interface Judged {
  readonly snapshot: Snapshot;
  readonly report: Report;
}

export interface FilesInput {
  /** Files that start or configure a component, and so may be edited. */
  readonly files: Contents;
  /** Verdicts on all given files as they are, by the rules that are asked for. */
  readonly report: Report;
  readonly rules: readonly Rule[];
  /** Rules whose consent is given. */
  readonly consented: ReadonlySet<string>;
  /** Judges files by every rule on components: what an edit leads to. */
  readonly judge: (files: Contents) => Judged;
  /** Why a file must be left alone; null when it may be edited. */
  readonly refusal: (path: string) => { why: string; byHand: string | null } | null;
}

/** A file with all that was repaired in it. */
export interface FileChange {
  readonly path: string;
  readonly before: Buffer;
  readonly after: Buffer;
  readonly rules: readonly { rule: string; control: string | null }[];
  /** Unified diff for a reader; secrets are replaced. */
  readonly diff: string;
}

export interface FilesRepair {
  readonly changes: readonly FileChange[];
  readonly left: readonly LeftAlone[];
}
