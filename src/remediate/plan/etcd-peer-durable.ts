import { valueIfPresent } from '../../model/fact.ts';
import type { Change, Operation, Stage } from '../../model/plan.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { nameOf } from '../durable/place.ts';
import { flagsText } from './by-hand.ts';
import { durableManifest } from './durable.ts';
import type { FlagEdit } from './flag-edits.ts';
import type { PlanInput } from './input.ts';
import { patchesOver } from './kubeadm-patches.ts';

type Durable = Change['durable'];

/** Each node's own: nothing of them belongs into what all nodes are made from. */
const ADDRESSES: readonly string[] = ['listen-peer-urls', 'initial-advertise-peer-urls', 'initial-cluster'];
/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/constants/constants.go EtcdListenPeerPort */
const KUBEADM_PORT = '2380';

/**
 * What would undo a stage at the next upgrade. TLS is for all members in kubeadm's ConfigMap; addresses kubeadm gives by
 * itself, over TLS at its own port, where nothing overrides them.
 */
export function durableOfStage(
  { report, files }: PlanInput,
  process: ProcessFacts,
  operations: readonly Operation[],
  stage: Stage,
): Durable {
  const { distribution, kubernetes } = report.node;
  const flags = operations.flatMap((one): FlagEdit[] => (one.kind === 'manifest-flag' ? [one] : []));
  if (distribution !== 'kubeadm' || flags.length === 0) return [];
  const argv = valueIfPresent(process.argv) ?? [];
  const forAll = flags.filter(({ flag }) => !ADDRESSES.includes(flag));
  const patches = patchesOver(files, distribution, {
    target: process.component,
    // A patch of a list of words has the whole list.
    words: [...flags.map(({ flag }) => `--${flag}`), 'command', 'args'],
    wanted: flagsText(flags),
  });
  return [
    ...durableManifest(distribution, kubernetes, process.component, argv, forAll, []),
    ...(stage.kind === 'drop-plain' ? [addresses(flags, stage)] : []),
    ...patches,
  ];
}

function addresses(flags: readonly FlagEdit[], { final }: Stage): Durable[number] {
  if (final.every((url) => new URL(url).port === KUBEADM_PORT))
    return {
      where: nameOf({ configMap: 'kubeadm-config' }),
      change: `ClusterConfiguration.etcd.local.extraArgs: no entry ${ADDRESSES.join(' or ')}: kubeadm gives ${final.join(', ')} by itself`,
    };
  return {
    where: 'a patch of kubeadm for etcd on this node (--patches DIR)',
    change: `${flags.map(({ flag, value }) => `--${flag}=${value}`).join(' ')}; an upgrade without it gives this member port ${KUBEADM_PORT}, where no other looks for it: one after the other, etcd loses its majority`,
  };
}
