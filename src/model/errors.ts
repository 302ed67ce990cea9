/**
 * Mistakes of the user, by code. docs/errors.md lists the same codes; a test keeps the two alike.
 * Trouble on the judged machine is not an error but a fact.
 */
export const ERROR_CODES = {
  KT_USAGE: 'The command line cannot be understood.',
  KT_UNKNOWN_BENCHMARK: 'No benchmark of that name and version.',
  KT_UNKNOWN_CONTROL: 'No control of that number in the chosen benchmark.',
  KT_UNKNOWN_RULE: 'No rule of that id.',
  KT_UNKNOWN_COMPONENT: 'No component of that name.',
  KT_ROOT: 'The directory given with --root cannot be used.',
  KT_KUBECONFIG: 'The kubeconfig cannot be used.',
  KT_SNAPSHOT: 'The snapshot cannot be read.',
  KT_SNAPSHOT_SCHEMA: 'The snapshot has a shape that this version does not know.',
  KT_CATALOG: 'The rule set or a benchmark file is broken.',
  KT_PAGE: 'A rule page cannot be read.',
  KT_RULE: 'A rule of your own, or one of its cases, is broken.',
  KT_IMPORT: 'A rule page holds a sentence that cannot be compiled.',
  KT_OUTPUT: 'The output cannot be written.',
  KT_FILE: 'A file given to be judged cannot be read.',
  KT_EDIT: 'A file cannot be edited without risk.',
  KT_PLAN: 'The plan cannot be applied.',
  KT_STATE: 'The state directory cannot be used.',
  KT_LOCKED: 'Another kubetrue is changing this node.',
  KT_TRANSACTION: 'No such transaction, or it cannot be continued.',
  KT_WAIVERS: 'The waivers cannot be used.',
  KT_WAIVER_EXPIRED: 'The time of a waiver is over.',
  KT_WAIVER_TWICE: 'Two waivers for one finding.',
  KT_PROFILE: 'The profile cannot be used.',
  KT_REPORT: 'A report cannot be read.',
  KT_REPORT_SCHEMA: 'The report has a shape that this version does not know.',
  KT_LIVE: 'The live demonstration cannot run here.',
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

export interface Problem {
  message: string;
  /** Where several problems of different kinds are told together, that of this one. */
  code?: ErrorCode;
  file?: string;
  line?: number;
  excerpt?: string;
  hint?: string;
}

/** A mistake that the user can mend; printed as file:line, excerpt and hint, exit code 2. */
export class KubetrueError extends Error {
  readonly code: ErrorCode;
  /** All problems found in one go, at least one. */
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, problems: readonly Problem[] | Problem | string, options?: ErrorOptions) {
    const list = toProblems(problems);
    super(list.map((problem) => problem.message).join('\n'), options);
    this.name = 'KubetrueError';
    this.code = code;
    this.problems = list;
  }
}

function toProblems(problems: readonly Problem[] | Problem | string): readonly Problem[] {
  if (typeof problems === 'string') return [{ message: problems }];
  return Array.isArray(problems) ? problems : [problems as Problem];
}
