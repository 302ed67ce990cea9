import type { Benchmark, Catalog } from '../model/benchmark.ts';
import { KubetrueError } from '../model/errors.ts';
import { didYouMean } from '../util/nearest.ts';
import { covers, distance, minorOf, parseRange } from './kubernetes-range.ts';

export interface ChosenBenchmark {
  benchmark: Benchmark;
  /** One sentence for the report. */
  because: string;
}

/** What a benchmark is chosen by. */
export interface Grounds {
  /** Whose version and distribution these are. */
  of: 'node' | 'cluster' | 'files';
  /** `v1.34.1`, or with a vendor's suffix; null when not known. */
  kubernetes: string | null;
  /** As facts name it; null when not known. */
  distribution: string | null;
  /** A sentence on what they were seen by, where the report has it nowhere else. */
  seen?: string;
}

/** The benchmark for all distributions that have none of their own. */
export const DEFAULT_BENCHMARK = 'cis-kubernetes';

/** Distributions that have a benchmark of their own. */
const OWN_BENCHMARK: Readonly<Record<string, string>> = {
  aks: 'cis-aks',
  eks: 'cis-eks',
  gke: 'cis-gke',
  k3s: 'cis-k3s',
  openshift: 'cis-openshift',
  rke2: 'cis-rke2',
};

/** The distribution that a benchmark is for; null when it is for all that have none of their own. */
export function distributionFor(benchmark: string): string | null {
  return Object.entries(OWN_BENCHMARK).find(([, name]) => name === benchmark)?.[0] ?? null;
}

/**
 * The benchmark to judge by: that of the distribution, in the version nearest to the Kubernetes minor.
 *
 * @param wanted `NAME` or `NAME@VERSION` as typed; null when nothing was asked for.
 * @throws KubetrueError KT_UNKNOWN_BENCHMARK with the nearest that exists.
 */
export function chooseBenchmark(
  catalog: Catalog,
  wanted: string | null,
  grounds: Grounds | null = null,
): ChosenBenchmark {
  const known = grounds ?? NOTHING_KNOWN;
  const own = wanted === null ? OWN_BENCHMARK[known.distribution ?? ''] : undefined;
  const [name = DEFAULT_BENCHMARK, version] = (wanted ?? own ?? DEFAULT_BENCHMARK).split('@');
  const versions = catalog.benchmarks.filter((benchmark) => benchmark.name === name);
  if (versions.length === 0) throw unknownName(catalog, name);
  if (version === undefined) {
    const { benchmark, because } = chosenFor(
      versions,
      own === undefined ? { ...known, distribution: null } : known,
    );
    return { benchmark, because: known.seen === undefined ? because : `${because} ${known.seen}` };
  }
  const benchmark = versions.find((one) => one.version === version);
  if (benchmark === undefined) throw unknownVersion(versions, name, version);
  return { benchmark, because: `Version ${version} was asked for.` };
}

const NOTHING_KNOWN: Grounds = { of: 'node', kubernetes: null, distribution: null };

/** `distribution` only where it chose the benchmark. */
function chosenFor(versions: readonly Benchmark[], grounds: Grounds): ChosenBenchmark {
  const minor = grounds.kubernetes === null ? null : minorOf(grounds.kubernetes);
  if (minor === null) return newest(versions, grounds);
  const nearest = [...versions].sort((left, right) => minorsAway(left, minor) - minorsAway(right, minor))[0];
  if (nearest === undefined) throw new Error('a benchmark without versions');
  return { benchmark: nearest, because: becauseOf(nearest, grounds, minor) };
}

function becauseOf(benchmark: Benchmark, { of, kubernetes, distribution }: Grounds, minor: number): string {
  const scope = benchmark.kubernetes;
  const range = parseRange(scope);
  const version = distribution === null ? benchmark.version : `${benchmark.name} ${benchmark.version}`;
  const runs = `The ${of} ${of === 'files' ? 'are for' : 'runs'} ${distribution === null ? '' : `${distribution} with `}Kubernetes ${kubernetes}`;
  if (range === null || !covers(range, minor))
    return `${runs}, for which no version is written; ${version}, for ${scope}, is the nearest.`;
  const named = distribution === null ? `version ${version}` : version;
  return `${runs}, and ${named} is written for ${scope === 'any' ? 'all its versions' : scope}.`;
}

function newest(versions: readonly Benchmark[], { of, kubernetes, distribution }: Grounds): ChosenBenchmark {
  const benchmark = versions.at(-1);
  if (benchmark === undefined) throw new Error('a benchmark without versions');
  const { name, version } = benchmark;
  const why =
    kubernetes === null
      ? 'The Kubernetes version is not known'
      : `${kubernetes} is no Kubernetes version known here`;
  const because =
    distribution === null
      ? `${why}, so the newest version, ${version}, was taken.`
      : `The ${of} runs ${distribution}, and ${why.replace('The', 'the')}, so the newest ${name}, ${version}, was taken.`;
  return { benchmark, because };
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
