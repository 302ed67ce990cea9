import { Check } from 'typebox/value';
import type { Catalog } from '../../model/benchmark.ts';
import { KubetrueError, type Problem } from '../../model/errors.ts';
import { type Waiver, WaiverSchema, WaiversFileSchema } from '../../model/waiver.ts';
import { readGiven } from '../read/given-file.ts';
import { type Problems, problemAt, type SourceFile } from '../read/source-file.ts';
import { validated } from '../read/validate.ts';
import { parseYaml, type YamlPath, type YamlSource } from '../read/yaml.ts';
import { ruleNamed } from '../rule-named.ts';
import type { Fault, LocatedWaiver, WaiversFile } from './fault.ts';
import { nameProblems } from './names.ts';
import { overlapProblems, timeProblems } from './sense.ts';

/**
 * Reads the waivers to judge by. One whose time is over is no mistake here: it is reported, and covers nothing.
 *
 * @throws KubetrueError KT_WAIVERS with everything that is wrong, each with code, file, line and excerpt
 */
export function readWaivers(path: string, catalog: Catalog, at: Date): WaiversFile {
  const { file, problems: all } = lintWaivers(path, catalog, at);
  const problems = all.filter(({ code }) => code !== 'KT_WAIVER_EXPIRED');
  if (problems.length > 0) throw new KubetrueError('KT_WAIVERS', problems);
  return file;
}

/** Everything that is wrong with a file of waivers, what is past its time included. */
export function lintWaivers(
  path: string,
  catalog: Catalog,
  at: Date,
): { file: WaiversFile; problems: readonly Problem[] } {
  const problems: Problems = [];
  const source = readGiven(path, problems);
  const yaml = source && parseYaml(source, source.text, problems);
  if (yaml !== null && source !== null) validated(WaiversFileSchema, yaml, source, problems);
  const ofShape = problems.map((one): Problem => ({ code: 'KT_WAIVERS', ...one }));
  if (source === null || yaml === null) return { file: { path, waivers: [] }, problems: ofShape };
  const waivers = waiversIn(yaml, catalog);
  const faults = [
    ...nameProblems(waivers, catalog),
    ...timeProblems(waivers, at),
    ...overlapProblems(waivers, at),
  ].sort((left, right) => left.index - right.index);
  return {
    file: { path, waivers },
    problems: [...ofShape, ...faults.map((fault) => located(fault, source, yaml.lineOf))],
  };
}

/** Those that have the right shape: what is wrong with one hides nothing of the others. */
function waiversIn({ value, lineOf }: YamlSource, catalog: Catalog): LocatedWaiver[] {
  const list: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'waivers') : null;
  if (!Array.isArray(list)) return [];
  return list.flatMap((waiver: unknown, index) =>
    Check(WaiverSchema, waiver)
      ? [{ waiver: withRuleId(waiver, catalog), index, line: lineOf(['waivers', index]) }]
      : [],
  );
}

function located(
  { code, index, path, message, hint }: Fault,
  source: SourceFile,
  lineOf: (path: YamlPath) => number,
): Problem {
  return { code, ...problemAt(source, lineOf(['waivers', index, ...path]), message, hint) };
}

/** Findings go by the rule's own id. */
function withRuleId(waiver: Waiver, { rules }: Catalog): Waiver {
  const { scope } = waiver;
  if (!('rule' in scope)) return waiver;
  const rule = ruleNamed(rules, scope.rule);
  return rule === undefined ? waiver : { ...waiver, scope: { ...scope, rule: rule.id } };
}
