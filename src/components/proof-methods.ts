import { KERNEL_PROOFS } from '../model/kernel-proofs.ts';
import type { ProbeMethod } from '../model/observation.ts';
import { CLUSTER_PROOFS } from './cluster/proof.ts';
import { ETCD_PROOFS } from './etcd/proof.ts';
import { API_SERVER_PROOFS } from './kube-apiserver/proof.ts';
import { CONTROLLER_MANAGER_PROOFS } from './kube-controller-manager/proof.ts';
import { PROXY_PROOFS } from './kube-proxy/proof.ts';
import { SCHEDULER_PROOFS } from './kube-scheduler/proof.ts';
import { KUBELET_PROOFS } from './kubelet/proof.ts';

const PROOFS: Readonly<Record<string, Readonly<Record<string, { method: string }>>>> = {
  etcd: ETCD_PROOFS,
  'kube-apiserver': API_SERVER_PROOFS,
  'kube-controller-manager': CONTROLLER_MANAGER_PROOFS,
  'kube-scheduler': SCHEDULER_PROOFS,
  kubelet: KUBELET_PROOFS,
  'kube-proxy': PROXY_PROOFS,
};

/** What a scan is to prove; null: everything. */
export type WantedProofs = ReadonlySet<string> | null;

/** Whether some wanted proof about a component needs answers to a method. */
export function needsMethod(wanted: WantedProofs, component: string, method: ProbeMethod): boolean {
  if (wanted === null) return true;
  return Object.entries(PROOFS[component] ?? {}).some(
    ([name, proof]) => wanted.has(name) && proof.method.split(', ').includes(method),
  );
}

/** Whether some wanted proof is about a component at all. */
export function needsComponent(wanted: WantedProofs, component: string): boolean {
  return wanted === null || Object.keys(PROOFS[component] ?? {}).some((name) => wanted.has(name));
}

/** Whether one proof is wanted. */
export function needsProof(wanted: WantedProofs, proof: string): boolean {
  return wanted === null || wanted.has(proof);
}

/** Whether some wanted proof needs to know what the kernel shows of containers. */
export function needsKernel(wanted: WantedProofs): boolean {
  return (
    needsMethod(wanted, 'kubelet', 'PROC') || [...KERNEL_PROOFS.keys()].some((one) => needsProof(wanted, one))
  );
}

/** Whether the API server is to be asked who has the right that a property lists. */
export function needsReviews(wanted: WantedProofs, property: string): boolean {
  if (wanted === null) return true;
  return [...CLUSTER_PROOFS].some(([name, reviewed]) => reviewed === property && wanted.has(name));
}
