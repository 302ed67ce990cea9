import { createInterface } from 'node:readline/promises';
import type { Change, Plan } from '../../model/plan.ts';
import { type Invocation, usage } from '../parse.ts';

export interface Chosen {
  made: readonly Change[];
  /** Those that wait for consent, with the rules that were not named. */
  waiting: readonly { change: Change; rules: readonly string[] }[];
}

/**
 * The changes of a plan that may be made: safe ones, and those whose every rule was named with --allow.
 * @throws KubetrueError KT_USAGE when --allow names a rule that the plan has nothing for
 */
export function chosenFrom({ options }: Invocation, { changes }: Plan): Chosen {
  const allowed = options.get('allow') ?? [];
  const planned = changes.flatMap(({ rules }) => rules.map(({ rule }) => rule));
  const unknown = allowed.find((rule) => !planned.includes(rule));
  if (unknown !== undefined)
    throw usage(
      `--allow ${unknown}: the plan has no change for that rule.`,
      `it has: ${[...new Set(planned)].join(', ')}`,
    );
  const waiting = changes
    .map((change) => ({ change, rules: missing(change, allowed) }))
    .filter(({ rules }) => rules.length > 0);
  return { made: changes.filter((change) => missing(change, allowed).length === 0), waiting };
}

function missing({ level, rules }: Change, allowed: readonly string[]): string[] {
  return level === 'safe' ? [] : rules.map(({ rule }) => rule).filter((rule) => !allowed.includes(rule));
}

/**
 * Asks whoever sits at the terminal.
 * @throws KubetrueError KT_USAGE when nobody does and --yes was not given
 */
export async function confirmed(invocation: Invocation, question: string): Promise<boolean> {
  if (invocation.options.has('yes')) return true;
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true)
    throw usage(
      'Nobody can be asked here whether to change this node.',
      'say --yes, or look first with --dry-run',
    );
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asking.question(`${question} [y/N] `)).trim());
  } finally {
    asking.close();
  }
}
