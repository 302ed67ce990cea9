/**
 * What `kubetrue scan` says of a control plane that kubeadm 1.34.1 has just made, by control of CIS 1.12. Each row was
 * looked up by hand on such a node; how, is said above it, and holds for the rows after it of which nothing is said.
 */
export const CONTROL_PLANE: Readonly<Record<string, string>> = {
  // stat: manifests 600 root:root, as kubeadm writes them (1.1.1 to 1.1.8)
  '1.1.1': 'pass',
  '1.1.2': 'pass',
  '1.1.3': 'pass',
  '1.1.4': 'pass',
  '1.1.5': 'pass',
  '1.1.6': 'pass',
  '1.1.7': 'pass',
  '1.1.8': 'pass',
  // stat: /etc/cni/net.d/10-pods.conflist is 644, named by conf_dir in /etc/containerd/config.toml
  '1.1.9': 'fail',
  // stat: the file and its directory are root:root, /var/lib/cni is empty
  '1.1.10': 'pass',
  // stat: /var/lib/etcd 700
  '1.1.11': 'pass',
  // stat: root:root, and /proc/PID/status of etcd says uid 0; the sentence wants etcd:etcd
  '1.1.12': 'pass, letter fail',
  // stat: admin.conf, super-admin.conf, scheduler.conf and controller-manager.conf 600 root:root (to 1.1.18)
  '1.1.13': 'pass',
  '1.1.14': 'pass',
  '1.1.15': 'pass',
  '1.1.16': 'pass',
  '1.1.17': 'pass',
  '1.1.18': 'pass',
  '1.1.19': 'pass',
  // stat: .crt 644, .key and sa.pub 600, all root:root
  '1.1.20': 'pass',
  '1.1.21': 'pass',
  // curl without a certificate: /version 200, /api 403, so strangers are system:anonymous
  '1.2.1': 'fail',
  // argv; so are 1.2.4 to 1.2.8, 1.2.22 to 1.2.26
  '1.2.2': 'pass',
  // create --dry-run=server took a Service with spec.externalIPs
  '1.2.3': 'fail',
  '1.2.4': 'pass',
  // argv: no --kubelet-certificate-authority
  '1.2.5': 'fail',
  '1.2.6': 'pass',
  '1.2.7': 'pass',
  '1.2.8': 'pass',
  // argv: --enable-admission-plugins=NodeRestriction and nothing else
  '1.2.9': 'fail',
  '1.2.10': 'pass',
  // create --dry-run=server left imagePullPolicy Never
  '1.2.11': 'fail',
  // create --dry-run=server gave a Pod a token volume and account default
  '1.2.12': 'pass',
  // create --dry-run=server in namespace nowhere: not found
  '1.2.13': 'pass',
  // kubelet.conf may not set node-restriction.kubernetes.io/x on its own node
  '1.2.14': 'pass',
  // get --raw /debug/pprof/ answers
  '1.2.15': 'fail',
  // argv: no --audit-log-path, so nothing keeps any log (to 1.2.19)
  '1.2.16': 'fail',
  '1.2.17': 'fail',
  '1.2.18': 'fail',
  '1.2.19': 'fail',
  // argv: not set; 1m by `kube-apiserver --help`
  '1.2.20': 'pass',
  // argv: not set; true by `kube-apiserver --help`
  '1.2.21': 'pass',
  '1.2.22': 'pass',
  '1.2.23': 'pass',
  '1.2.24': 'pass',
  '1.2.25': 'pass',
  '1.2.26': 'pass',
  // argv; a new Secret stands readable in member/snap/db of etcd (1.2.28 too)
  '1.2.27': 'fail',
  '1.2.28': 'fail',
  // openssl s_client -tls1_2 -cipher ECDHE-RSA-AES128-SHA gets a connection
  '1.2.29': 'fail',
  // argv: not set; true by `kube-apiserver --help`
  '1.2.30': 'fail',
  // argv: not set, which the sentence asks for; 12500 by `kube-controller-manager --help`
  '1.3.1': 'pass, letter fail',
  // curl with super-admin.conf: 10257/debug/pprof/ 200; 10259 too (1.4.1)
  '1.3.2': 'fail',
  // argv (to 1.3.5)
  '1.3.3': 'pass',
  '1.3.4': 'pass',
  '1.3.5': 'pass',
  // argv: no --feature-gates; the gate is on by default
  '1.3.6': 'pass',
  // ss: 127.0.0.1:10257; 127.0.0.1:10259 (1.4.2)
  '1.3.7': 'pass',
  '1.4.1': 'fail',
  '1.4.2': 'pass',
  // openssl s_client gets server.crt on both client listeners; without a certificate: alert (2.2)
  '2.1': 'pass',
  '2.2': 'pass',
  '2.3': 'pass',
  // member list: one member
  '2.4': 'not-applicable',
  '2.5': 'not-applicable',
  '2.6': 'not-applicable',
  // openssl x509 -pubkey: ca.crt and etcd/ca.crt differ
  '2.7': 'pass',
  // kubectl get csr: kubelets only, which does not say how people sign in
  '3.1.1': 'manual',
  // kubectl get secrets: none of type service-account-token
  '3.1.2': 'manual',
  // one bootstrap token: it expires, group system:bootstrappers:kubeadm:default-node-token
  '3.1.3': 'pass',
  // argv: no --audit-policy-file
  '3.2.1': 'fail',
  '3.2.2': 'fail',
  // stat: unit and drop-in 644, as the packages bring them
  '4.1.1': 'fail',
  '4.1.2': 'pass',
  // argv and mounts: /var/lib/kube-proxy/kubeconfig.conf is of a ConfigMap
  '4.1.3': 'not-applicable',
  '4.1.4': 'not-applicable',
  // stat: 600 root:root; ca.crt 644 root:root
  '4.1.5': 'pass',
  '4.1.6': 'pass',
  '4.1.7': 'pass',
  '4.1.8': 'pass',
  // stat: config.yaml 644, as kubeadm writes it
  '4.1.9': 'fail',
  '4.1.10': 'pass',
  // configz through nodes/proxy; curl :10250/pods 401
  '4.2.1': 'pass',
  // configz: Webhook; so are 4.2.3 to 4.2.8
  '4.2.2': 'pass',
  '4.2.3': 'pass',
  // curl :10255 finds no listener
  '4.2.4': 'pass',
  // configz: 4h0m0s, though the file says 0s
  '4.2.5': 'pass',
  '4.2.6': 'pass',
  // argv: no --hostname-override, and the node is named as its host
  '4.2.7': 'pass',
  '4.2.8': 'pass',
  // openssl s_client :10250: issuer CN=cp1-ca@..., which is no CA of the cluster
  '4.2.9': 'fail',
  '4.2.10': 'pass',
  // as 4.2.9: nobody but the kubelet signs its certificate; the sentence is about the feature gate alone
  '4.2.11': 'fail, letter pass',
  // openssl s_client -cipher ECDHE-RSA-AES128-SHA on :10250 gets a connection
  '4.2.12': 'fail',
  // configz: podPidsLimit -1
  '4.2.13': 'fail',
  // configz: seccompDefault false
  '4.2.14': 'fail',
  // ss: 127.0.0.1:10249
  '4.3.1': 'pass',
  // kubectl get clusterrolebindings,rolebindings -A: cluster-admin to system:masters and kubeadm:cluster-admins
  '5.1.1': 'pass',
  '5.1.2': 'pass',
  // every role with a wildcard has the label of the bootstrap roles
  '5.1.3': 'pass',
  '5.1.4': 'pass',
  // kubectl get sa -A: automountServiceAccountToken unset on all four default accounts
  '5.1.5': 'fail',
  // kubectl get pods,deploy,ds -A: kube-system only
  '5.1.6': 'not-applicable',
  // openssl x509 on all certificates and kubeconfigs: O=system:masters in super-admin.conf alone
  '5.1.7': 'pass',
  '5.1.8': 'pass',
  '5.1.9': 'pass',
  '5.1.10': 'pass',
  '5.1.11': 'pass',
  '5.1.12': 'pass',
  '5.1.13': 'pass',
  // kubectl get ns --show-labels: no pod-security label; no webhook, no ValidatingAdmissionPolicy
  '5.2.1': 'fail',
  // as 5.1.6 (to 5.2.12)
  '5.2.2': 'not-applicable',
  '5.2.3': 'not-applicable',
  '5.2.4': 'not-applicable',
  '5.2.5': 'not-applicable',
  '5.2.6': 'not-applicable',
  '5.2.7': 'not-applicable',
  '5.2.8': 'not-applicable',
  '5.2.9': 'not-applicable',
  '5.2.10': 'not-applicable',
  '5.2.11': 'not-applicable',
  '5.2.12': 'not-applicable',
  // conflist: ptp and portmap, and kube-proxy is the only DaemonSet
  '5.3.1': 'fail',
  // kubectl get networkpolicies -A: none
  '5.3.2': 'fail',
  '5.4.1': 'not-applicable',
  // no CSI driver and no custom resource at all
  '5.4.2': 'manual',
  // kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations: none; argv: no ImagePolicyWebhook
  '5.5.1': 'fail',
  '5.6.1': 'not-applicable',
  '5.6.2': 'not-applicable',
  '5.6.3': 'not-applicable',
  // kubectl get all,cm -n default: Service kubernetes and what it brings, kube-root-ca.crt
  '5.6.4': 'pass',
};
