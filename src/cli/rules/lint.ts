import { checkOwnRules } from '../../catalog/own/lint.ts';
import { readOwnRules } from '../../catalog/own/read.ts';
import type { LocatedRule } from '../../catalog/read/rule-file.ts';
import { KubetrueError } from '../../model/errors.ts';
import { openCatalog } from '../catalog.ts';
import { writeStdout } from '../output.ts';
import type { Invocation } from '../parse.ts';
import { expressionsOf } from './expressions.ts';
import { namesFor } from './names.ts';
import { type OwnCase, readOwnCases } from './own-cases.ts';

/** `kubetrue rules lint DIR…`: everything that is wrong with rules of one's own, or that nothing is. */
export async function lintRules(invocation: Invocation): Promise<number> {
  const catalog = await openCatalog();
  const rules = readOwnRules(invocation.words.slice(1));
  checkOwnRules(rules, catalog, namesFor(catalog));
  await expressionsOf(rules);
  const cases = readOwnCases(rules);
  checkCases(rules, cases);
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  await writeStdout(`${count(rules.length, 'rule')} and ${count(cases.length, 'case')}: nothing is wrong.\n`);
  return 0;
}

/** A rule that no case shows to fail may judge nothing; one that none shows to pass may be met by nobody. */
function checkCases(rules: readonly LocatedRule[], cases: readonly OwnCase[]): void {
  const problems = rules.flatMap(({ rule, file }) => {
    const own = cases
      .filter(({ located }) => located.rule === rule)
      .map(({ content }) => content.expect.status);
    const needed = isForAPerson(rule) ? ['manual'] : ['pass', 'fail'];
    const missing = needed.filter((status) => !own.some((one) => one === status));
    if (missing.length === 0) return [];
    const message = `has no case that ends in ${missing.join(', nor one that ends in ')}`;
    return [{ message, file: file.path, hint: `write cases/NAME.${missing[0]}.yaml beside it` }];
  });
  if (problems.length > 0) throw new KubetrueError('KT_RULE', problems);
}

function isForAPerson({ check }: LocatedRule['rule']): boolean {
  const single = 'allOf' in check ? check.allOf : [check];
  return single.some((one) => 'review' in one);
}
