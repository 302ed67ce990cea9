/** What is known of components that run inside another program, whose flags nobody sees from outside. */
export interface Around {
  /** The kubelet's kubeconfig. */
  kubeconfig: string;
  /** Flags of components there that say where they are asked, as the program sets them by itself. */
  words: Readonly<Record<string, readonly string[]>>;
}

/**
 * - k3s: https://github.com/k3s-io/k3s/blob/release-1.34/pkg/daemons/control/server.go apiServer (secure-port is one more
 *   than that of the supervisor), pkg/daemons/agent/agent_linux.go kubeletArgs
 * - kubelite: https://github.com/canonical/microk8s/tree/master/microk8s-resources/default-args
 */
export const AROUND: Readonly<Record<string, Around>> = {
  k3s: {
    kubeconfig: '/var/lib/rancher/k3s/agent/kubelet.kubeconfig',
    words: { 'kube-apiserver': ['--bind-address=127.0.0.1', '--secure-port=6444'] },
  },
  kubelite: {
    kubeconfig: '/var/snap/microk8s/current/credentials/kubelet.config',
    words: { 'kube-apiserver': ['--secure-port=16443'] },
  },
};
