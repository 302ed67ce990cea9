import { checkOwnRules } from '../../catalog/own/lint.ts';
import { readOwnRules } from '../../catalog/own/read.ts';
import { chooseBenchmark } from '../../catalog/select.ts';
import { KubetrueError } from '../../model/errors.ts';
import { safe } from '../../report/text/safe.ts';
import { openCatalog } from '../catalog.ts';
import { writeStdout } from '../output.ts';
import { type Invocation, optionOf } from '../parse.ts';
import { type CaseGrounds, differencesFrom, judgeCase } from './cases/judge-case.ts';
import { CasePki } from './cases/plant-case.ts';
import { expressionsOf } from './expressions.ts';
import { namesFor } from './names.ts';
import { type OwnCase, readOwnCases } from './own-cases.ts';

interface Tried {
  rule: string;
  case: string;
  file: string;
  /** Empty when the case ended as it expects. */
  differences: readonly string[];
}

/** `kubetrue rules test DIR…`: the cases beside rules of one's own. */
export async function testRules(invocation: Invocation): Promise<number> {
  const catalog = await openCatalog();
  const rules = readOwnRules(invocation.words.slice(1));
  checkOwnRules(rules, catalog, namesFor(catalog));
  const cases = readOwnCases(rules);
  const { benchmark } = chooseBenchmark(catalog, optionOf(invocation, 'benchmark') ?? null);
  const expression = await expressionsOf(rules);
  const grounds = {
    catalog,
    benchmark,
    rules: rules.map(({ rule }) => rule),
    expression,
    pki: new CasePki(),
  };
  const without = rules.filter(({ rule }) => !cases.some(({ located }) => located.rule === rule));
  const tried: Tried[] = [];
  for (const one of cases) tried.push(await tryCase(one, grounds));
  const failed = tried.filter(({ differences }) => differences.length > 0).length;
  const untried = without.map(({ rule }) => rule.id);
  if (optionOf(invocation, 'format') === 'json')
    await writeStdout(`${JSON.stringify({ cases: tried, failed, withoutCases: untried }, null, 2)}\n`);
  else await writeStdout(textOf(tried, failed, untried));
  return failed > 0 || untried.length > 0 ? 1 : 0;
}

async function tryCase({ located, name, file, content }: OwnCase, grounds: CaseGrounds): Promise<Tried> {
  try {
    const findings = await judgeCase(located.rule, content, grounds);
    return {
      rule: located.rule.id,
      case: name,
      file,
      differences: differencesFrom(content.expect, findings),
    };
  } catch (error) {
    if (error instanceof KubetrueError)
      throw new KubetrueError(
        error.code,
        error.problems.map((problem) => ({ file, ...problem })),
        { cause: error },
      );
    throw error;
  }
}

function textOf(tried: readonly Tried[], failed: number, untried: readonly string[]): string {
  const lines = tried.flatMap(({ rule, case: name, differences }) => [
    `${differences.length === 0 ? 'ok    ' : 'FAILED'}  ${rule}  ${name}`,
    ...differences.map((one) => `          ${safe(one)}`),
  ]);
  const without = untried.map((id) => `FAILED  ${id}  has no cases`);
  const sum = `${tried.length} cases, ${failed} failed${untried.length === 0 ? '' : `, ${untried.length} rules without cases`}`;
  return `${[...lines, ...without, sum].join('\n')}\n`;
}
