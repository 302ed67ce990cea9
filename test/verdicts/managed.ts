import { expect } from 'vitest';
import { reportOf } from './judge.ts';
import type { Demonstration, NamedVerdict, Situation } from './named-verdict.ts';
import { kubeletConfig } from './texts.ts';

const HABIT = '/var/lib/kubelet/config.yaml';

interface Provider {
  name: string;
  label: string;
  says: string;
}

const PROVIDERS: readonly Provider[] = [
  { name: 'EKS', label: 'eks.amazonaws.com/nodegroup=blue', says: 'In EKS clusters AWS runs' },
  { name: 'GKE', label: 'cloud.google.com/gke-nodepool=default-pool', says: 'In GKE clusters Google runs' },
  { name: 'AKS', label: 'kubernetes.azure.com/mode=system', says: 'In AKS clusters Microsoft runs' },
];

const nodeOf = ({ label }: Provider): Situation['given'] => ({
  kubelet: {
    argv: ['--kubeconfig=/var/lib/kubelet/kubeconfig', `--config=${HABIT}`, `--node-labels=${label}`],
  },
  files: { [HABIT]: kubeletConfig() },
});

const RULES = ['kube-apiserver-anonymous-auth', 'etcd-client-cert-auth', 'files-apiserver-manifest-mode'];

const onNode = (provider: Provider) =>
  RULES.map((rule) => ({
    name: `${rule} on ${provider.name}`,
    rule,
    benchmark: 'cis-kubernetes@1.12',
    given: nodeOf(provider),
    status: 'not-applicable' as const,
    reason: [provider.says],
  }));

const CONTROL_PLANE = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'];

const wholeNode = (provider: Provider): Demonstration => ({
  name: `the control plane on ${provider.name}`,
  heldIn: 'the whole report',
  shows: async () => {
    const { findings } = await reportOf(nodeOf(provider), 'cis-kubernetes@1.12');

    const away = findings.filter(({ target }) => CONTROL_PLANE.includes(target.component));
    expect(away.length).toBeGreaterThan(40);
    expect(away.filter(({ status }) => status !== 'not-applicable')).toEqual([]);
    expect(away.filter(({ reason }) => !reason.startsWith(provider.says))).toEqual([]);
  },
});

/** Control planes that a provider runs. */
export const MANAGED: readonly NamedVerdict[] = [
  {
    number: 36,
    name: 'A control plane that a provider runs',
    truth:
      'On a node of EKS, GKE or AKS nothing can be said of the API server and etcd: the rules do not apply there, and the finding says who runs them.',
    shown: PROVIDERS.flatMap((provider) => [...onNode(provider), wholeNode(provider)]),
  },
];
