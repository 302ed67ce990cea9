import { judgePatiently } from './campaign.ts';
import type { Bench, Outcome } from './judge.ts';
import type { Draw } from './launch.ts';

export interface Minimal {
  draw: Draw;
  outcome: Outcome;
}

const ATTEMPTS = 80;

/** Leaves out of a draw whatever the same disagreement does not need: argument groups, variables, lines of files. */
export async function minimise(draw: Draw, outcome: Outcome, bench: Bench): Promise<Minimal> {
  const kind = kindOf(outcome);
  let best: Minimal = { draw, outcome };
  let left = ATTEMPTS;
  for (let at = 0; left > 0; ) {
    const smaller = withoutPart(best.draw, at);
    if (smaller === null) return best;
    left -= 1;
    const seen = await judgePatiently(smaller, bench);
    if (kindOf(seen) === kind) best = { draw: smaller, outcome: seen };
    else at += 1;
  }
  return best;
}

/** The first disagreement without what differs from run to run. */
function kindOf({ disagreements }: Outcome): string | null {
  const [first] = disagreements;
  return first === undefined ? null : first.replaceAll(/"ts":"[^"]*"|\d+|oracle-\w+/g, '');
}

/** The draw without its part number `at`; null when it has fewer parts. */
function withoutPart({ args, env, files }: Draw, at: number): Draw | null {
  if (at < args.length) return { args: args.toSpliced(at, 1), env, files };
  const names = Object.keys(env);
  const variable = names[at - args.length];
  if (variable !== undefined) return { args, env: omit(env, variable), files };
  let line = at - args.length - names.length;
  for (const [name, text] of Object.entries(files)) {
    const lines = text.split('\n');
    if (line < lines.length)
      return { args, env, files: { ...files, [name]: lines.toSpliced(line, 1).join('\n') } };
    line -= lines.length;
  }
  return null;
}

function omit(record: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
