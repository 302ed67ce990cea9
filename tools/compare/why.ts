/** Who is right where the two differ on a fresh kubeadm node, and what shows it. Looked up by hand on such a node. */

const NO_POD = (what: string) =>
  `${what} Only Kubernetes' own Pods run here, in the namespaces that are exempt by default; the report quotes which of them would fail.`;
const MANUAL_ONLY = 'No command of kube-bench looks at this.';

export const WHY: Readonly<Record<string, string>> = {
  '1.1.9':
    "`stat`: 644. kube-bench looks for `--cni-conf-dir`, a flag that went with 1.24, and so at no file; the directory stands in containerd's configuration.",
  '1.1.10': '`stat`: root:root, file and directories. As 1.1.9.',
  '1.1.12':
    'etcd runs as root here, and its directory is 700 of root: nobody else can read it. An `etcd` user, which the sentence asks for, does not exist. The letter is shown as failed.',
  '1.2.1': '`curl -k https://NODE:6443/version` without any credential: 200.',
  '1.2.3': 'A Service with `externalIPs` is taken (`--dry-run=server`).',
  '1.2.9': 'argv: the plug-in is not enabled, and it is not by default.',
  '1.2.11': 'A Pod with `imagePullPolicy: Never` is taken as it is (`--dry-run=server`).',
  '1.2.20': 'argv: not set, so the default of one minute holds; `kube-apiserver --help` names it.',
  '1.2.27': "argv: no file. A new Secret can be read in etcd's `member/snap/db`.",
  '1.2.28': 'As 1.2.27: without a file nothing is encrypted.',
  '1.2.29': '`openssl s_client -tls1_2 -cipher ECDHE-RSA-AES128-SHA` gets a connection: CBC is offered.',
  '1.3.1':
    'argv: not set, so the default of 12,500 holds. The letter, which wants the flag, is shown as failed.',
  '2.4':
    'The live member list has one member: there is no peer to encrypt for. kube-bench searches all lines of `ps` that hold "etcd", the API server\'s among them.',
  '2.5': 'As 2.4.',
  '2.6': 'As 2.4.',
  '3.1.3': `${MANUAL_ONLY} The only bootstrap token expires and may do nothing but let a node join (\`kubectl get secrets\`, bindings of its group).`,
  '3.2.1': 'argv: no `--audit-policy-file`, so nothing is recorded.',
  '3.2.2': `${MANUAL_ONLY} As 3.2.1: no policy, so it covers nothing.`,
  '4.1.3':
    "kube-proxy's kubeconfig comes from a ConfigMap, as a volume of its Pod: there is no file of the node to protect.",
  '4.1.4': 'As 4.1.3.',
  '4.2.9': '`openssl s_client -connect NODE:10250`: the issuer is the kubelet itself, no CA of the cluster.',
  '4.2.11':
    'The feature gate alone rotates nothing: without `serverTLSBootstrap` the kubelet signs its certificate itself (as 4.2.9). The letter is shown as passed.',
  '4.2.12': 'As 1.2.29, on port 10250.',
  '4.2.13': '`configz`: `podPidsLimit` is -1, no limit.',
  '4.2.14': '`configz`: `seccompDefault` is false.',
  '5.1.1':
    '`cluster-admin` is bound to system:masters and to kubeadm:cluster-admins, which is what kubeadm made it for. kube-bench counts every other binding than its own as a finding.',
  '5.1.3':
    'Every role with a `*` is one that Kubernetes makes and needs, unchanged. kube-bench counts those.',
  '5.1.5': '`kubectl get serviceaccounts -A`: unset on all four default accounts, so it mounts its token.',
  '5.1.6': NO_POD('kube-bench judges static Pods, which have no account, as findings.'),
  '5.1.7': `${MANUAL_ONLY} Certificates and kubeconfigs of the node: only super-admin.conf is in system:masters, kept for emergencies.`,
  '5.1.8': `${MANUAL_ONLY} Holders by RBAC: those of Kubernetes itself, and kubeadm:cluster-admins.`,
  '5.1.9': 'As 5.1.8.',
  '5.1.10': 'As 5.1.8.',
  '5.1.11': 'As 5.1.8.',
  '5.1.12': 'As 5.1.8.',
  '5.1.13': 'As 5.1.8.',
  '5.2.1': `${MANUAL_ONLY} \`kubectl get namespaces --show-labels\`: no label, no webhook, no ValidatingAdmissionPolicy.`,
  '5.2.2': NO_POD('kube-proxy is privileged and must be.'),
  '5.2.3': NO_POD('Nothing to judge.'),
  '5.2.4': NO_POD('Nothing to judge.'),
  '5.2.5': NO_POD('The static Pods share the network of their node and must.'),
  '5.2.6': NO_POD('kube-bench takes "not set" for compliant, which is true, so escalation is allowed.'),
  '5.2.7': NO_POD(MANUAL_ONLY),
  '5.2.8': 'As 5.2.7.',
  '5.2.9': 'As 5.2.7.',
  '5.2.10': 'As 5.2.7.',
  '5.2.11': 'As 5.2.7.',
  '5.2.12': 'As 5.2.7.',
  '5.3.1': `${MANUAL_ONLY} \`ptp\` and \`portmap\`, and no DaemonSet but kube-proxy: nothing enforces a NetworkPolicy.`,
  '5.3.2': `${MANUAL_ONLY} \`kubectl get networkpolicies -A\`: none.`,
  '5.4.1': 'As 5.2.7.',
  '5.5.1': `${MANUAL_ONLY} No webhook, and ImagePolicyWebhook is off: any image runs.`,
  '5.6.1': 'As 5.2.7.',
  '5.6.2': 'As 5.2.7.',
  '5.6.3': 'As 5.2.7.',
  '5.6.4': `${MANUAL_ONLY} It holds the Service \`kubernetes\` and what comes with the namespace.`,
};

const BASE_FILE = 'Reads the file that `--config` names and not the drop-ins laid over it.';
const UNIT = 'Looks at one unit file and not at its drop-ins.';
const AUTHENTICATED =
  'Asks what a user named `system:authenticated` may do, and nobody else; the group of that name is not asked about either.';

/** Why kube-bench passes a weakness, from its own configuration for CIS 1.12: control, colon, weakness. */
export const PASSED_OVER: Readonly<Record<string, string>> = {
  '4.1.1: /usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf 666': UNIT,
  '4.1.2: /usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf of 65534:65534': UNIT,
  '4.1.9: an open drop-in': BASE_FILE,
  '4.2.2: AlwaysAllow in a drop-in': BASE_FILE,
  '4.2.2: AlwaysAllow as a word of its own': 'Takes a flag without `=` for one that is `true`.',
  '4.2.5: 0s by a flag': 'Compares the text with `0`.',
  '4.2.6: off in a drop-in': BASE_FILE,
  '4.2.8: 5000 a second in a drop-in': 'Passes any number from 0 on, and does not read drop-ins.',
  '4.2.11: off in its file': 'Looks at the feature gate alone.',
  '4.2.13: none in its file': 'Passes any value, -1 too.',
  '4.2.14: off in its file': 'Passes any value, false too.',
  '4.3.1: 0.0.0.0:10249': "Looks for the address in kube-proxy's kubeconfig instead of in its configuration.",
  '4.3.1: [::]:10249': 'As above.',
  '5.1.2: jane reads Secrets of one namespace': AUTHENTICATED,
  '5.1.2: jane may watch secrets': AUTHENTICATED,
  '5.1.4: jane may create cronjobs': AUTHENTICATED,
  '5.1.5: a right for a default account': 'Looks at automounting only.',
};
