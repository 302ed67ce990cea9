/** What is restarted as a service of systemd, by the name of its program. */
export interface Service {
  /** Units that it may run in: no other one is ever restarted, whatever the control group says. */
  readonly units: RegExp;
  /** The unit where the control group names none. */
  readonly otherwise?: string;
  /** Its start takes longer than anybody waits for a program: the new process is waited for instead. */
  readonly slow?: boolean;
}

/** The unit of a control group, or the usual one where it names none; null when it is that of another service. */
export function unitIn(cgroup: string, { units, otherwise }: Service): string | null {
  const unit = /\/([^/\n]+\.service)(?:\/[^\n]*)?$/m.exec(cgroup)?.[1];
  if (unit === undefined) return otherwise ?? null;
  return units.test(unit) ? unit : null;
}

/**
 * - k3s: https://github.com/k3s-io/k3s/blob/release-1.34/install.sh (SYSTEM_NAME: k3s, k3s-agent, k3s-NAME)
 * - rke2: https://github.com/rancher/rke2/tree/master/bundle/lib/systemd/system
 * - kubelite: https://github.com/canonical/microk8s/blob/master/snap/snapcraft.yaml (daemon-kubelite)
 */
export const SERVICES: Readonly<Record<string, Service>> = {
  kubelet: { units: /^[\w.@-]*kubelet[\w.@-]*\.service$/, otherwise: 'kubelet.service' },
  etcd: { units: /^[\w.@-]*etcd[\w.@-]*\.service$/ },
  'kube-apiserver': { units: /^[\w.@-]*apiserver[\w.@-]*\.service$/ },
  'kube-controller-manager': { units: /^[\w.@-]*controller-manager[\w.@-]*\.service$/ },
  'kube-scheduler': { units: /^[\w.@-]*scheduler[\w.@-]*\.service$/ },
  k3s: { units: /^k3s(?:-[\w.-]+)?\.service$/, slow: true },
  rke2: { units: /^rke2-(?:server|agent)\.service$/, slow: true },
  kubelite: { units: /^snap\.microk8s(?:_\w+)?\.daemon-kubelite\.service$/, slow: true },
};
