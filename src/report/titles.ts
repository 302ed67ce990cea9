/** Names of benchmarks as people say them. */
export const BENCHMARK_TITLES: Readonly<Record<string, string>> = {
  'cis-aks': 'CIS Azure Kubernetes Service (AKS) Benchmark',
  'cis-eks': 'CIS Amazon Elastic Kubernetes Service (EKS) Benchmark',
  'cis-gke': 'CIS Google Kubernetes Engine (GKE) Benchmark',
  'cis-k3s': 'CIS K3s Benchmark',
  'cis-kubernetes': 'CIS Kubernetes Benchmark',
  'cis-openshift': 'CIS Red Hat OpenShift Container Platform Benchmark',
  'cis-rke2': 'CIS RKE2 Benchmark',
};
