import type { Catalog } from '../../model/benchmark.ts';
import type { Rule } from '../../model/rule.ts';
import type { Invocation } from '../parse.ts';

/**
 * The rules of one's own that `--rules` names, checked like those of Kubetrue.
 *
 * @throws KubetrueError KT_RULE with everything that is wrong in them
 */
export async function ownRulesOf({ options }: Invocation, catalog: Catalog): Promise<readonly Rule[]> {
  const directories = options.get('rules') ?? [];
  if (directories.length === 0) return [];
  const [{ readOwnRules }, { checkOwnRules }, { namesFor }] = await Promise.all([
    import('../../catalog/own/read.ts'),
    import('../../catalog/own/lint.ts'),
    import('./names.ts'),
  ]);
  const rules = readOwnRules(directories);
  checkOwnRules(rules, catalog, namesFor(catalog));
  return rules.map(({ rule }) => rule);
}
