import { KubetrueError } from '../../src/model/errors.ts';
import type { Operation } from '../../src/model/plan.ts';
import { applyOperations } from '../../src/remediate/editors/index.ts';

/** What edits make of a file's text. @throws KubetrueError when one is refused */
export function apply(text: string, ...operations: Operation[]): string {
  return applyOperations('/f', Buffer.from(text), operations).toString();
}

/** Why edits are refused; a test fails here when they are not. */
export function refusal(text: string, ...operations: Operation[]): KubetrueError {
  try {
    apply(text, ...operations);
  } catch (error) {
    if (error instanceof KubetrueError) return error;
    throw error;
  }
  throw new Error('the edit was not refused');
}
