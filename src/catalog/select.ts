import type { Benchmark, Catalog } from '../model/benchmark.ts';
import { KubetrueError } from '../model/errors.ts';
import { didYouMean } from '../util/nearest.ts';
import { covers, distance, minorOf, parseRange } from './kubernetes-range.ts';

export interface ChosenBenchmark {
  benchmark: Benchmark;
  /** One sentence for the report. */
  because: string;
}

const DEFAULT_NAME = 'cis-kubernetes';

/**
 * The benchmark to judge by.
 *
 * @param wanted `NAME` or `NAME@VERSION` as typed; null when nothing was asked for.
 * @param kubernetes Kubernetes version of the node, `v1.34.1` or with a vendor's suffix; null when not known.
 * @throws KubetrueError KT_UNKNOWN_BENCHMARK with the nearest that exists.
 */
export function chooseBenchmark(
  catalog: Catalog,
  wanted: string | null,
  kubernetes: string | null,
): ChosenBenchmark {
  const [name = DEFAULT_NAME, version] = (wanted ?? DEFAULT_NAME).split('@');
  const versions = catalog.benchmarks.filter((benchmark) => benchmark.name === name);
  if (versions.length === 0) throw unknownName(catalog, name);
  if (version === undefined) return chosenFor(versions, kubernetes);
  const benchmark = versions.find((one) => one.version === version);
  if (benchmark === undefined) throw unknownVersion(versions, name, version);
  return { benchmark, because: `Version ${version} was asked for.` };
}

function chosenFor(versions: readonly Benchmark[], kubernetes: string | null): ChosenBenchmark {
  const minor = kubernetes === null ? null : minorOf(kubernetes);
  if (kubernetes === null || minor === null) return newest(versions, kubernetes);
  const nearest = [...versions].sort((left, right) => minorsAway(left, minor) - minorsAway(right, minor))[0];
  if (nearest === undefined) throw new Error('a benchmark without versions');
  return { benchmark: nearest, because: becauseOf(nearest, kubernetes, minor) };
}

function becauseOf(benchmark: Benchmark, kubernetes: string, minor: number): string {
  const { version, kubernetes: scope } = benchmark;
  const stated = parseRange(scope);
  if (stated !== null && covers(stated, minor)) {
    return `The node runs Kubernetes ${kubernetes}, and version ${version} is written for ${scope}.`;
  }
  return `The node runs Kubernetes ${kubernetes}, for which no version is written; ${version}, for ${scope}, is the nearest.`;
}

function newest(versions: readonly Benchmark[], kubernetes: string | null): ChosenBenchmark {
  const benchmark = versions.at(-1);
  if (benchmark === undefined) throw new Error('a benchmark without versions');
  const why =
    kubernetes === null
      ? 'The Kubernetes version is not known'
      : `${kubernetes} is no Kubernetes version known here`;
  return { benchmark, because: `${why}, so the newest version, ${benchmark.version}, was taken.` };
}

function minorsAway(benchmark: Benchmark, minor: number): number {
  const range = parseRange(benchmark.chosenFor);
  return range === null ? Number.POSITIVE_INFINITY : distance(range, minor);
}

function unknownName(catalog: Catalog, name: string): KubetrueError {
  const names = [...new Set(catalog.benchmarks.map((benchmark) => benchmark.name))];
  return new KubetrueError('KT_UNKNOWN_BENCHMARK', {
    message: `There is no benchmark ${JSON.stringify(name)}.`,
    hint: didYouMean(name, names) ?? `benchmarks: ${names.join(', ')}`,
  });
}

function unknownVersion(versions: readonly Benchmark[], name: string, version: string): KubetrueError {
  const known = versions.map((benchmark) => benchmark.version);
  return new KubetrueError('KT_UNKNOWN_BENCHMARK', {
    message: `There is no version ${JSON.stringify(version)} of ${name}.`,
    hint: versionHint(version, known),
  });
}

/** Patch releases share the entry of their version: 1.5.1 is 1.5 here. */
function versionHint(version: string, known: readonly string[]): string {
  const listed = `versions: ${known.join(', ')}`;
  const family = known.find((one) => version.startsWith(`${one}.`) || one.startsWith(`${version}.`));
  const suggestion = family === undefined ? didYouMean(version, known) : `did you mean "${family}"?`;
  return suggestion === undefined ? listed : `${suggestion} (${listed})`;
}
