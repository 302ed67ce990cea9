import { readableStack } from '../machine/stack.ts';
import { ERROR_CODES, type KubetrueError, type Problem } from '../model/errors.ts';
import { safe } from '../report/text/safe.ts';

/** Of a broken file a reader mends the first problems and looks again. */
const MOST_PROBLEMS = 50;

/** A user's mistake as shown on stderr: what, where, the text that is meant, and what helps. */
export function errorText({ code, problems }: KubetrueError): string {
  const [first] = problems;
  // A typing mistake needs no code to look up.
  const shown = code === 'KT_USAGE' ? '' : ` [${first?.code ?? code}]`;
  if (problems.length === 1 && first !== undefined) return `kubetrue: ${lines(first, shown).join('\n  ')}\n`;
  const list = problems
    .slice(0, MOST_PROBLEMS)
    .map((problem) => `- ${lines(problem, own(problem)).join('\n    ')}`);
  return `kubetrue: ${ERROR_CODES[code]} [${code}]\n  ${[...list, ...more(problems.length)].join('\n  ')}\n`;
}

function more(count: number): string[] {
  return count > MOST_PROBLEMS ? [`... and ${count - MOST_PROBLEMS} more`] : [];
}

function own({ code }: Problem): string {
  return code === undefined ? '' : ` [${code}]`;
}

function lines(problem: Problem, code: string): string[] {
  const { message, file, line, excerpt, hint } = problem;
  return [
    safe(message) + code,
    ...(file === undefined ? [] : [`at ${safe(file)}${line === undefined ? '' : `:${line}`}`]),
    ...(excerpt === undefined || excerpt === '' ? [] : [`  | ${safe(excerpt)}`]),
    ...(hint === undefined ? [] : [`hint: ${safe(hint)}`]),
  ];
}

/** Anything that is no user's mistake. */
export function bugText(error: unknown): string {
  const stack = error instanceof Error ? readableStack(error.stack ?? error.message) : String(error);
  return `kubetrue: this is a bug in kubetrue, not a mistake of yours. Please report it with this text:\n${stack}\n`;
}
