import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { Benchmark } from '../../model/benchmark.ts';
import { KubetrueError } from '../../model/errors.ts';
import type { Finding, Report } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';
import type { NotPlanned } from '../../model/plan.ts';
import type { Fix, Rule } from '../../model/rule.ts';
import type { FileContent, ProcessFacts, Snapshot } from '../../model/snapshot.ts';
import type { ConfigSource, NoSource } from '../daemon-set/find.ts';

export interface PlanInput {
  readonly report: Report;
  readonly snapshot: Snapshot;
  readonly benchmark: Benchmark;
  readonly rules: readonly Rule[];
  /** The node's files: this machine, or a mounted or captured one. */
  readonly files: RootedFs;
  /** Rules whose consent is given or asked for: their fixes are planned too. */
  readonly consented: ReadonlySet<string>;
  readonly toolVersion: string;
  readonly machineId: string | null;
  readonly at: Date;
  /** Judges facts by the same rules as the report, without proofs: what an edit would lead to. */
  readonly judge: (snapshot: Snapshot) => Report;
  /** How systemd starts the service that a process runs in; why that is not known, in words. */
  readonly startOfProcess: (pid: number) => ServiceStart | string;
  /** The text in the cluster that a process was configured from; why there is none that is changed. */
  readonly sourceOf: (process: ProcessFacts) => ConfigSource | NoSource;
  /** What a component's configuration file would be read as; null when it would be refused. */
  readonly reread: (component: string, bytes: Buffer) => FileContent | null;
}

/** A service as systemd starts it: its words, and where each stands. */
export interface ServiceStart {
  readonly unit: string;
  /** All words, the program first; one that came with a variable stands where that is set. */
  readonly words: readonly { readonly text: string; readonly origin: Origin; readonly variable?: string }[];
  /** `ExecStart=` that counts. */
  readonly command: { readonly text: string; readonly origin: Origin };
  /** Variables that stand alone in it, in order. */
  readonly variables: readonly string[];
  readonly environment: ReadonlyMap<string, { readonly value: string; readonly origin: Origin }>;
  readonly environmentFiles: readonly string[];
}

/** A failed finding with its rule and how that is repaired. */
export interface Task {
  readonly finding: Finding;
  readonly rule: Rule;
  readonly fix: Fix;
  readonly control: string | null;
}

/** A process, and what is to be repaired of it. */
export interface Member {
  readonly process: ProcessFacts;
  readonly tasks: readonly Task[];
}

/** A repair that is not planned; thrown inside the planner and listed in the plan. */
export class NotNow extends Error {
  readonly kind: NotPlanned['kind'];
  readonly byHand: string | null;

  constructor(kind: NotPlanned['kind'], reason: string, byHand: string | null = null) {
    super(reason);
    this.name = 'NotNow';
    this.kind = kind;
    this.byHand = byHand;
  }
}

/** Everything is set as the rule sets it, and the finding stands. */
export function alreadySet(task: Task, how: string): NotNow {
  return new NotNow('explain', `${how}, and yet: ${task.finding.reason}`, `kubetrue explain ${task.rule.id}`);
}

/** Whether a finding is about that process. */
export function isAbout(
  { target }: Finding,
  { pid, component }: { pid: number; component: string },
): boolean {
  return target.kind === 'process' && target.pid === pid && target.component === component;
}

/** What an editor refuses is not planned. */
export function orNotNow<T>(edit: () => T): T {
  try {
    return edit();
  } catch (error) {
    if (!(error instanceof KubetrueError)) throw error;
    const [problem] = error.problems;
    const where = problem?.line === undefined ? problem?.file : `${problem.file}:${problem.line}`;
    throw new NotNow('refused', `${where}: ${error.message}.`, problem?.hint ?? null);
  }
}

export function notPlanned(task: Pick<Task, 'rule' | 'control'>, why: NotNow): NotPlanned {
  return {
    rule: task.rule.id,
    control: task.control,
    kind: why.kind,
    reason: why.message,
    byHand: why.byHand,
  };
}
