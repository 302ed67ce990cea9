import type { KubetrueError, Problem } from '../model/errors.ts';
import { safe } from '../report/text/safe.ts';

/** A user's mistake as shown on stderr: what, where, the text that is meant, and what helps. */
export function errorText(error: KubetrueError): string {
  const [first] = error.problems;
  if (error.problems.length === 1 && first !== undefined) return `kubetrue: ${lines(first).join('\n  ')}\n`;
  const list = error.problems.map((problem) => `- ${lines(problem).join('\n    ')}`);
  return `kubetrue: ${error.problems.length} problems\n  ${list.join('\n  ')}\n`;
}

function lines(problem: Problem): string[] {
  const { message, file, line, excerpt, hint } = problem;
  return [
    safe(message),
    ...(file === undefined ? [] : [`at ${safe(file)}${line === undefined ? '' : `:${line}`}`]),
    ...(excerpt === undefined || excerpt === '' ? [] : [`  | ${safe(excerpt)}`]),
    ...(hint === undefined ? [] : [`hint: ${safe(hint)}`]),
  ];
}

/** Anything that is no user's mistake. */
export function bugText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `kubetrue: this is a bug in kubetrue, not a mistake of yours. Please report it with this text:\n${stack}\n`;
}
