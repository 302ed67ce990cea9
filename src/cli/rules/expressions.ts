import type { LocatedRule } from '../../catalog/read/rule-file.ts';
import { problemAt } from '../../catalog/read/source-file.ts';
import { SEARCHES } from '../../components/files/searches.ts';
import type { EvaluateInput } from '../../evaluate/input.ts';
import { KubetrueError, type Problem } from '../../model/errors.ts';
import type { Check } from '../../model/rule.ts';
import { didYouMean } from '../../util/nearest.ts';
import type { Expression } from './expression.ts';

/**
 * What computes the expressions of rules; undefined where no rule has one, and nothing is loaded then.
 *
 * @throws KubetrueError KT_RULE with each expression that is none, or that names what is no fact
 */
export async function expressionsOf(rules: readonly LocatedRule[]): Promise<EvaluateInput['expression']> {
  const texts = rules.flatMap((located) => textsOf(located).map((text) => ({ located, text })));
  if (texts.length === 0) return undefined;
  const { compileExpression, EXPRESSION_NAMES } = await import('./expression.ts');
  const compiled = new Map<string, Expression>();
  const problems: Problem[] = [];
  for (const { located, text } of texts) {
    const { file, lineOf } = located;
    const complain = (message: string, hint?: string) =>
      problems.push(problemAt(file, lineOf(['check', 'cel']), message, hint));
    try {
      const expression = compileExpression(text);
      const unknown = unknownNames(expression, EXPRESSION_NAMES);
      if (unknown.length === 0) compiled.set(text, expression);
      for (const { message, hint } of unknown) complain(message, hint);
    } catch (error) {
      complain(`is no expression of CEL: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (problems.length > 0) throw new KubetrueError('KT_RULE', problems);
  return (text, facts) => {
    const expression = compiled.get(text);
    if (expression === undefined) throw new Error('an expression that was not made ready');
    return expression.compute(facts);
  };
}

/** Names of facts, and of groups of files, that nobody knows. */
function unknownNames({ names, files }: Expression, known: readonly string[]) {
  const groups = files.filter(({ field }) => field === 'group').map(({ value }) => value);
  return [
    ...strangers(names, known, (name) => `there are no facts called ${name}`),
    ...strangers(groups, Object.keys(SEARCHES), (name) => `there is no group of files called ${name}`),
  ];
}

function strangers(names: readonly string[], known: readonly string[], message: (name: string) => string) {
  return [...new Set(names)]
    .filter((name) => !known.includes(name))
    .map((name) => ({
      message: message(name),
      hint: didYouMean(name, known) ?? `one of: ${known.join(', ')}`,
    }));
}

function textsOf({ rule }: LocatedRule): string[] {
  return [...new Set([rule.check, rule.letter].flatMap(expressionIn))];
}

function expressionIn(check: Check): string[] {
  return 'cel' in check ? [check.cel] : [];
}
