/** Names of benchmarks as people say them. */
export const BENCHMARK_TITLES: Readonly<Record<string, string>> = {
  'cis-kubernetes': 'CIS Kubernetes Benchmark',
};
