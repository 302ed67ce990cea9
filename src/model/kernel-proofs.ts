const PREFIX = 'cluster-kernel-';

/** Properties of Pods that the kernel shows of the processes of their containers. */
const SHOWN = [
  'added-capabilities',
  'host-ipc-namespaces',
  'host-networks',
  'host-process-namespaces',
  'kept-capabilities',
  'privilege-escalation',
  'privileged-containers',
  'raw-sockets',
  'root-containers',
  'seccomp-profiles',
  'security-contexts',
] as const;
export type KernelProperty = (typeof SHOWN)[number];

/** These properties by the proofs that rules name. */
export const KERNEL_PROOFS: ReadonlyMap<string, KernelProperty> = new Map(
  SHOWN.map((property) => [`${PREFIX}${property}`, property]),
);
