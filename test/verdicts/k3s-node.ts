import type { Situation } from './named-verdict.ts';

const DATA = '/var/lib/rancher/k3s';
const PROGRAM = `${DATA}/data/${'0f'.repeat(32)}/bin/k3s`;
const AGENT = `${DATA}/agent`;

/** As K3s starts itself: the command line is overwritten, so that what was asked for stands in the unit alone. */
const processOf = (role: 'server' | 'agent', service: string) => ({
  executable: PROGRAM,
  argv: [`/usr/local/bin/k3s ${role}`],
  cgroup: `0::/system.slice/${service}\n`,
});

const unit = (role: string, words: readonly string[]) =>
  `[Service]\nType=notify\nExecStart=/usr/local/bin/k3s ${role} ${words.map((word) => `'${word}'`).join(' ')}\n`;

type Planted = Required<Pick<Situation, 'given' | 'programs'>>;

/** An agent of K3s that was started with these words. */
export function k3sAgent(...words: readonly string[]): Planted {
  return {
    given: {
      others: [processOf('agent', 'k3s-agent.service')],
      files: {
        '/etc/systemd/system/k3s-agent.service': unit('agent', words),
        [`${AGENT}/client-ca.crt`]: { authorities: ['client'] },
        [`${AGENT}/serving-kubelet.crt`]: { leaf: 'kubelet' },
        [`${AGENT}/serving-kubelet.key`]: 'never read',
      },
      directories: ['/etc/rancher/k3s'],
      hostname: 'worker-1',
    },
    programs: { [PROGRAM]: '1.29.15+k3s1' },
  };
}

/** A server of K3s that runs nothing of the control plane but etcd. */
export function k3sEtcdOnly(): Planted {
  const words = [
    '--cluster-init',
    '--disable-apiserver',
    '--disable-controller-manager',
    '--disable-scheduler',
  ];
  const { given, programs } = k3sAgent();
  return {
    given: {
      ...given,
      others: [processOf('server', 'k3s.service')],
      files: {
        ...given.files,
        '/etc/systemd/system/k3s.service': unit('server', words),
        [`${DATA}/server/db/etcd/name`]: 'server-1-4f1c9a2e',
      },
      directories: ['/etc/rancher/k3s', `${DATA}/server/db/etcd/member`],
    },
    programs,
  };
}

/** An agent of which neither the unit nor the program can be looked at: nothing says what its kubelet runs with. */
export const K3S_OUT_OF_SIGHT: Planted['given'] = { others: [processOf('agent', 'k3s-agent.service')] };
