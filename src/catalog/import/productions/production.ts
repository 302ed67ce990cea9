import type { Statement } from '../statement.ts';
import { unended, whole } from '../words.ts';

/** One form of sentence and what it says. */
export interface Production {
  form: RegExp;
  /** @param captured what the form captured, empty texts for parts that were left out */
  reads(captured: readonly string[]): Statement;
}

export function production(form: string, reads: Production['reads']): Production {
  return { form: whole(form), reads };
}

/** What a sentence says by the first production that has it; null when none has. */
export function readBy(productions: readonly Production[], sentence: string): Statement | null {
  const text = unended(sentence);
  for (const { form, reads } of productions) {
    const match = form.exec(text);
    if (match !== null) return reads(match.slice(1).map((one) => one ?? ''));
  }
  return null;
}
