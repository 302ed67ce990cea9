import type { Parameters, StartingCandidate } from '../components/subject.ts';
import type { Rule } from '../model/rule.ts';
import type { ProcessFacts } from '../model/snapshot.ts';
import { expressionFacts } from './expression-facts.ts';
import type { EvaluateInput, ExpressionOutcome } from './input.ts';

/** Computes expressions of a rule on one target, by whatever the caller computes them with. */
export function expressionOn(
  rule: Rule,
  process: ProcessFacts | null,
  { snapshot, expression }: EvaluateInput,
  parameters: Parameters,
): (text: string, candidate: StartingCandidate) => ExpressionOutcome {
  return (text, candidate) => {
    if (expression === undefined) throw new Error('nothing computes expressions');
    return expression(text, expressionFacts(rule, snapshot, process, candidate, parameters));
  };
}
