import type { EvaluateInput } from '../../evaluate/input.ts';
import type { Catalog } from '../../model/benchmark.ts';
import type { Rule } from '../../model/rule.ts';
import type { Invocation } from '../parse.ts';

/** Rules of one's own, and what computes their expressions, if they have any. */
export interface OwnRules {
  rules: readonly Rule[];
  expression: EvaluateInput['expression'];
}

/**
 * The rules of one's own that `--rules` names, checked like those of Kubetrue.
 *
 * @throws KubetrueError KT_RULE with everything that is wrong in them
 */
export async function ownRulesOf({ options }: Invocation, catalog: Catalog): Promise<OwnRules> {
  const directories = options.get('rules') ?? [];
  if (directories.length === 0) return { rules: [], expression: undefined };
  const [{ readOwnRules }, { checkOwnRules }, { namesFor }, { expressionsOf }] = await Promise.all([
    import('../../catalog/own/read.ts'),
    import('../../catalog/own/lint.ts'),
    import('./names.ts'),
    import('./expressions.ts'),
  ]);
  const rules = readOwnRules(directories);
  checkOwnRules(rules, catalog, namesFor(catalog));
  return { rules: rules.map(({ rule }) => rule), expression: await expressionsOf(rules) };
}
