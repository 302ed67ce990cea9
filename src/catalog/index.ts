import { join } from 'node:path';
import type { Benchmark, Catalog } from '../model/benchmark.ts';
import { KubetrueError } from '../model/errors.ts';
import { joinRules } from './join.ts';
import { parseRange } from './kubernetes-range.ts';
import { type LocatedBenchmark, readBenchmark } from './read/benchmark-file.ts';
import { crossCheck } from './read/cross-checks.ts';
import { benchmarkPlaces, rulePlaces } from './read/folders.ts';
import { readFrameworks } from './read/framework-files.ts';
import { type LocatedRule, readRule } from './read/rule-file.ts';
import { type Problems, readSource } from './read/source-file.ts';

/**
 * Reads all rules, benchmarks and framework ids below a content directory: rules sorted by id, versions of a
 * benchmark from oldest to newest.
 *
 * @throws KubetrueError KT_CATALOG with everything that is wrong in all files, each with file, line and excerpt.
 */
export function loadCatalog(contentDirectory: string): Catalog {
  const problems: Problems = [];
  const rules = readRules(join(contentDirectory, 'rules'), problems);
  const benchmarks = readBenchmarks(join(contentDirectory, 'controls'), problems);
  const frameworks = readFrameworks(
    {
      mappings: join(contentDirectory, 'frameworks', 'mappings.yaml'),
      safeguards: join(contentDirectory, 'frameworks', 'cis-controls.yaml'),
    },
    problems,
  );
  // Only a rule set that reads well is checked as a whole: a rule with a typo is not "a rule that does not exist".
  if (problems.length === 0) crossCheck(rules, benchmarks, problems);
  if (problems.length > 0) throw new KubetrueError('KT_CATALOG', problems);
  const sorted = rules.map(({ rule }) => rule).sort((left, right) => (left.id < right.id ? -1 : 1));
  return {
    rules: sorted,
    benchmarks: benchmarks.map(({ benchmark }) => joinRules(benchmark, sorted)).sort(byAge),
    ...frameworks,
  };
}

function readRules(directory: string, problems: Problems): LocatedRule[] {
  const places = rulePlaces(directory, problems);
  if (places.length === 0) problems.push({ message: 'holds no rule', file: directory });
  return places.flatMap((place) => {
    const file = readSource(place.file, problems);
    const rule = file && readRule(file, place, problems);
    return rule === null ? [] : [rule];
  });
}

function readBenchmarks(directory: string, problems: Problems): LocatedBenchmark[] {
  const places = benchmarkPlaces(directory, problems);
  if (places.length === 0) problems.push({ message: 'holds no benchmark', file: directory });
  return places.flatMap((place) => {
    const file = readSource(place.file, problems);
    const benchmark = file && readBenchmark(file, place, problems);
    return benchmark === null ? [] : [benchmark];
  });
}

/** CIS numbers are no order (1.7 came after 1.24): the Kubernetes versions that they are for are. */
function byAge(left: Benchmark, right: Benchmark): number {
  if (left.name !== right.name) return left.name < right.name ? -1 : 1;
  return (parseRange(left.chosenFor)?.low ?? 0) - (parseRange(right.chosenFor)?.low ?? 0);
}
