import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { extraValue, handedOver } from './arguments.ts';
import {
  API_SERVER,
  API_SERVER_SUITES,
  CONTROLLER_MANAGER,
  SCHEDULER,
  SUITES_HANDED_ON,
} from './control-plane.ts';
import { type K3sNode, serverPath } from './node.ts';
import { KUBE_PROXY, KUBELET, kubeletExtra } from './node-agent.ts';
import { has, ownDefault } from './release.ts';
import { ownArguments } from './rows.ts';
import type { Sourced } from './settings.ts';

/** A component that K3s runs inside itself. */
export interface K3sComponent {
  name: string;
  /** Parts of a cluster on which it can run at all. */
  roles: readonly K3sNode['role'][];
  runs(node: K3sNode): boolean;
  words(node: K3sNode): readonly SourcedWord[];
}

const BOTH = ['server', 'agent'] as const;

export const K3S_COMPONENTS: readonly K3sComponent[] = [
  {
    name: 'kube-apiserver',
    roles: ['server'],
    runs: ({ settings }) => !settings.isOn('disable-apiserver'),
    words: (node) => handedOver(ownArguments(API_SERVER, node), apiServerExtra(node)),
  },
  {
    name: 'kube-controller-manager',
    roles: ['server'],
    runs: ({ settings }) => !settings.isOn('disable-controller-manager'),
    words: (node) =>
      handedOver(
        ownArguments(CONTROLLER_MANAGER, node),
        node.settings.list('kube-controller-manager-arg', 'kube-controller-arg'),
      ),
  },
  {
    name: 'kube-scheduler',
    roles: ['server'],
    runs: ({ settings }) => !settings.isOn('disable-scheduler'),
    words: (node) => handedOver(ownArguments(SCHEDULER, node), node.settings.list('kube-scheduler-arg')),
  },
  {
    name: 'kubelet',
    roles: BOTH,
    runs: ({ settings }) => !settings.isOn('disable-agent'),
    words: (node) => handedOver(ownArguments(KUBELET, node), kubeletExtra(node)),
  },
  {
    name: 'kube-proxy',
    roles: BOTH,
    runs: ({ settings }) => !settings.isOn('disable-agent') && !settings.isOn('disable-kube-proxy'),
    words: (node) => handedOver(ownArguments(KUBE_PROXY, node), node.settings.list('kube-proxy-arg')),
  },
  {
    name: 'etcd',
    roles: ['server'],
    runs: ({ datastore }) => datastore.kind === 'etcd' && datastore.here,
    words: etcdWords,
  },
];

function apiServerExtra({ release, settings }: K3sNode): readonly Sourced[] {
  const extra = settings.list('kube-apiserver-arg');
  if (!has(release, SUITES_HANDED_ON) || extraValue('tls-cipher-suites', extra) !== null) return extra;
  return [...extra, { value: `tls-cipher-suites=${API_SERVER_SUITES}`, origin: ownDefault(release) }];
}

/** It has all its settings, the user's among them, in a file that K3s writes. pkg/daemons/executor ToConfigFile */
function etcdWords(node: K3sNode): readonly SourcedWord[] {
  const path = serverPath(node, 'db/etcd/config');
  return [{ text: `--config-file=${path}`, origin: ownDefault(node.release) }];
}
