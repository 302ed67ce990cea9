import { FILE_PROOFS } from '../../model/file-proofs.ts';
import type { KernelProperty } from '../../model/kernel-proofs.ts';
import type { ProofText } from './proof-text.ts';

/** What a method sends, and whose log gets a line of it. docs/proofs.md says more. */
const METHODS = {
  OPENAS: {
    sends:
      "Nothing. `kubetrue`, where it runs as root, takes the rights of an account without any (uid 65534), once in no group and once in that of the file, opens what by its mode is its owner's alone, and closes it unread. Only on the machine it runs on.",
    leaves:
      'Nothing, but where the audit of the kernel records refused opens: two entries for each file, with euid 65534 and the name of the program.',
  },
  PROC: {
    sends:
      'Nothing. Of the containers that the API places on this machine, the first process of each is looked up by its cgroup, and what the kernel tells of it in /proc is read: user, bounding set of capabilities, NoNewPrivs, Seccomp, namespaces, mounts, and pids.max of the cgroup of its Pod. Only on the machine it runs on.',
    leaves: 'Nothing.',
  },
  LISTEN: {
    sends: 'Nothing: the sockets that the process itself holds, as the kernel lists them.',
    leaves: 'Nothing.',
  },
  PLAIN: {
    sends: 'One GET in plain HTTP to each socket of the process.',
    leaves:
      'One line in the log of a TLS server that turns it away ("client sent an HTTP request to an HTTPS server").',
  },
  ANON: {
    sends: 'One GET over TLS without any credential to each socket of the process.',
    leaves: 'One audit entry of system:anonymous at an API server, none elsewhere.',
  },
  LEAF: {
    sends: 'Nothing more: the certificate that the server showed in that handshake is looked at.',
    leaves: 'Nothing more.',
  },
  WEAK: {
    sends: 'One hello of TLS 1.2 that offers nothing but weak cipher suites.',
    leaves: 'One line about a TLS handshake error in the log of a server that refuses.',
  },
  SELF: {
    sends: '`GET /configz` to the kubelet with its own client certificate, which may not read that.',
    leaves: 'One SubjectAccessReview in the audit log, made by the kubelet.',
  },
  CFGZ: {
    sends:
      '`GET /configz`: to the kubelet as the API server does, to others with the credential of the kubeconfig, to kube-proxy without any. Of the answer only the keys that rules are about are kept.',
    leaves: 'The access reviews that the component makes about it, in the audit log.',
  },
  FLAGZ: {
    sends:
      '`GET /flagz`, which is served where the feature gate ComponentFlagz is on (by default from 1.36): to an API server with the credential of the kubeconfig, to the kubelet as the API server does. Only the flags that rules are about are kept.',
    leaves: 'One audit entry at an API server; an access review that the kubelet makes about it.',
  },
  AUDIT: {
    sends:
      'Where an audit log is kept in a file: a read of a Secret and one of a ConfigMap that are not there, with the credential of the kubeconfig and an id of this scan; then what the log has got meanwhile is searched for that id.',
    leaves: 'Two audit entries, as the policy has them.',
  },
  PPROF: {
    sends: '`GET /debug/pprof/symbol` with the credential of the kubeconfig; no profile is taken.',
    leaves: 'One audit entry at an API server; access reviews of other components.',
  },
  METRIC: {
    sends: '`GET /metrics` with the credential of the kubeconfig. Only the named counters are kept.',
    leaves: 'One audit entry at an API server; access reviews of other components.',
  },
  SSAR: {
    sends:
      'SelfSubjectAccessReviews with the certificate of the kubelet: may the node do this? They store nothing.',
    leaves: 'One audit entry each.',
  },
  SAR: {
    sends:
      'SubjectAccessReviews with the credential of the kubeconfig: may this subject do that? At most eleven for a rule; they store nothing.',
    leaves: 'One audit entry each.',
  },
  WHOAMI: {
    sends: 'One SelfSubjectReview with the certificate of the kubelet. It stores nothing.',
    leaves: 'One audit entry.',
  },
  KEYS: {
    sends:
      '`GET /openid/v1/jwks` with the credential of the kubeconfig; only the names of the public keys are kept.',
    leaves: 'One audit entry.',
  },
  READY: {
    sends: '`GET /readyz/etcd` with the credential of the kubeconfig.',
    leaves: 'One audit entry.',
  },
  KUBELET: {
    sends:
      '`GET /api/v1/nodes/NODE/proxy/healthz` for this node with the credential of the kubeconfig, which the API server passes on to the kubelet.',
    leaves: 'One audit entry, and an access review by the kubelet.',
  },
  NOCERT: {
    sends: 'Nothing more: what etcd on this node was asked for its own rules is looked at.',
    leaves: 'Nothing more.',
  },
  ETCDVAL: {
    sends:
      'With `--prove deep` only: the newest Secret as etcd stores it, by the certificate of etcd. Its first 32 bytes are looked at, and nothing but the name of the provider is kept.',
    leaves: 'One warning line in the log of etcd; one audit entry for the metadata of that Secret.',
  },
  TOKEN: {
    sends:
      'With `--prove deep` only: nothing. The tokens that the kubelet keeps for the Pods of this node are read, and of the newest that the API server has signed for an hour two things are kept: when it was made, and whether it says when to warn.',
    leaves: 'Nothing.',
  },
  DRY: {
    sends:
      'With `--prove deep` only: an object that breaks the rule, with `dryRun=All`, so that it is judged and not stored.',
    leaves:
      'One audit entry of a write that was a dry run. Quotas are computed and webhooks are called that declare no side effects.',
  },
} as const satisfies Record<string, { sends: string; leaves: string }>;

type Method = keyof typeof METHODS;

function text(methods: readonly Method[], shows: string): ProofText {
  const all = (part: 'sends' | 'leaves') => {
    const parts = methods.map((method) => METHODS[method][part]);
    const told = [...new Set(parts)];
    return (told.length > 1 ? told.filter((one) => !/^Nothing/.test(one)) : told).join(' ') || 'Nothing.';
  };
  return { sends: methods.map((method) => METHODS[method].sends).join(' '), shows, leaves: all('leaves') };
}

function told(key: string): ProofText {
  return text(
    ['CFGZ'],
    `Confirmed when \`${key}\` there is what was read, whether that meets the rule or not. Contradicted when it is something else: most often a file was changed and the component not restarted.`,
  );
}

function flag(name: string): ProofText {
  return text(
    ['FLAGZ'],
    `Confirmed when /flagz prints for \`--${name}\` what was read. Contradicted when it prints something else. Where it is not served, this is left open.`,
  );
}

function kept(name: string): ProofText {
  return text(
    ['METRIC', 'FLAGZ'],
    `${NO_EVENTS} Else confirmed when /flagz prints for \`--${name}\` what was read.`,
  );
}

const LISTENS =
  'Confirmed when the sockets are where the configuration puts them. Contradicted when one is open to the network that should not be, or the reverse.';
const PROFILER =
  'Confirmed when the profiler answers 200 where it is said to be on, 404 where it is said to be off. Contradicted the other way round.';
const SUITES =
  'Confirmed when the hello is refused and no weak suite is configured, or a configured one is chosen. Contradicted otherwise. Suites that cannot be offered from here leave it open.';
const STRANGERS =
  'Confirmed by 401 where strangers are said to be kept out, by 200 or a 403 that names system:anonymous where they are let in. Contradicted the other way round.';
const NO_EVENTS =
  'Confirmed when nothing is said to be recorded and not one audit event was counted. How a log is kept that there is, only /flagz tells.';
const EVENTS =
  'Confirmed when audit events were counted and some are expected, or none and none. Contradicted when there are some without a policy.';
const ENTRIES =
  'Where there is a log: confirmed by an entry of each read at the level that the policy has for it, contradicted by another level, or by none although the policy records everybody.';
const COUNTED =
  'Confirmed when the server counts requests that the plug-in has seen, or counts creations that it has not seen and it is said to be off. Contradicted the other way round.';
const CLOSED =
  'Confirmed when every file is refused to both. Contradicted when one is opened: an access list, or a file system that does not look at modes, lets in whom the mode keeps out. Files that others may read by their mode, and those below a directory that keeps others out, leave it open, for there an attempt tells nothing about the mode.';
const RIGHTS =
  'Confirmed when the API server says of each what the bindings say: of the default account, of the holders that the site has made, and of one by default; where the right is everything, also of a stranger. Nobody is asked about in the group system:masters, which needs no binding. Contradicted by one that differs.';

/** What a rule on Pods goes by, of what the kernel shows. */
const SHOWN_BY_KERNEL: Readonly<Record<KernelProperty, string>> = {
  'added-capabilities': 'the bounding set against the usual defaults of runtimes',
  'host-ipc-namespaces': 'the IPC namespace against that of process 1',
  'host-networks': 'the network namespace against that of process 1',
  'host-process-namespaces': 'the process namespace against that of process 1',
  'kept-capabilities': 'the bounding set against what is added',
  'privilege-escalation': '`NoNewPrivs`',
  'privileged-containers': 'the bounding set against that of process 1',
  'raw-sockets': 'NET_RAW in the bounding set',
  'root-containers': 'the effective user, as it is called inside its user namespace',
  'seccomp-profiles': '`Seccomp`',
  'security-contexts':
    'user, bounding set, `NoNewPrivs`, `Seccomp`, and whether the root file system is mounted read-only',
};

function kernel(shown: string): ProofText {
  return text(
    ['PROC'],
    `Looked at is ${shown}. Confirmed when every container of the workloads that the rule judges runs here and is what its Pod says, strict or lax. Contradicted when one is laxer than its Pod. One that is stricter may have become so by itself and leaves it open, as do Pods on other nodes, containers that do not run now, and those of a RuntimeClass.`,
  );
}

function plugin(dry: boolean): ProofText {
  return dry
    ? text(['METRIC', 'DRY'], `${COUNTED} A dry run is refused or changed by the plug-in, or it is not.`)
    : text(['METRIC'], COUNTED);
}

/** By the id that a rule's `proof` names. */
export const COMPONENT_PROOFS: Readonly<Record<string, ProofText>> = {
  'kubelet-refuses-strangers': text(['ANON', 'CFGZ'], STRANGERS),
  'kubelet-asks-who-may': text(
    ['SELF', 'CFGZ'],
    'Confirmed by 403, which only an authorizer gives, and by `authorization.mode` in /configz. 200 alone may be a grant that is too wide.',
  ),
  'kubelet-knows-client-ca': text(
    ['SELF', 'CFGZ'],
    'Confirmed when the answer names the node as its user, and by `authentication.x509.clientCAFile` in /configz. Contradicted when /configz names another file.',
  ),
  'kubelet-read-only-port': text(['LISTEN', 'PLAIN', 'CFGZ'], LISTENS),
  'kubelet-streaming-timeout': told('streamingConnectionIdleTimeout'),
  'kubelet-iptables-chains': told('makeIPTablesUtilChains'),
  'kubelet-event-qps': told('eventRecordQPS'),
  'kubelet-protect-kernel-defaults': told('protectKernelDefaults'),
  'kubelet-rotates-certificates': told('rotateCertificates'),
  'kubelet-pod-pids-limit': text(
    ['CFGZ', 'PROC'],
    'Confirmed when `podPidsLimit` in /configz is what was read, and by `pids.max` of Pods that are newer than the kubelet. Contradicted when either is something else.',
  ),
  'kubelet-seccomp-default': text(
    ['CFGZ', 'FLAGZ', 'PROC'],
    'Confirmed when `seccompDefault` in /configz is what was read or, where the flag switches it on, when /flagz prints `--seccomp-default` as true; and by `Seccomp` of containers that are newer than the kubelet, not privileged, and have no profile of their own. Contradicted when any of these says otherwise.',
  ),
  'kubelet-rotates-serving-certificate': text(
    ['ANON', 'LEAF', 'CFGZ'],
    'Confirmed when `serverTLSBootstrap` in /configz is what was read, and the certificate is one that the kubelet made itself exactly where nobody signs them.',
  ),
  'kubelet-serves-signed-certificate': text(
    ['ANON', 'LEAF'],
    'Confirmed when the certificate is one that the kubelet made itself, or is not, as the configuration says.',
  ),
  'kubelet-host-name': flag('hostname-override'),
  'kubelet-refuses-weak-suites': text(['WEAK'], SUITES),
  'kcm-listens-where-configured': text(['LISTEN'], LISTENS),
  'kcm-profiler': text(['PPROF', 'CFGZ'], PROFILER),
  'kcm-terminated-pods': told('PodGCController.TerminatedPodGCThreshold'),
  'kcm-service-account-credentials': told('KubeCloudShared.UseServiceAccountCredentials'),
  'kcm-service-account-key': told('SAController.ServiceAccountKeyFile'),
  'kcm-root-ca': told('SAController.RootCAFile'),
  'kcm-rotation-gate': text(
    ['METRIC'],
    'Confirmed when the process counts the feature gate as what was read. Contradicted otherwise.',
  ),
  'scheduler-listens-where-configured': text(['LISTEN'], LISTENS),
  'scheduler-profiler': text(['PPROF', 'CFGZ'], PROFILER),
  'proxy-metrics-where-configured': text(['LISTEN', 'CFGZ'], LISTENS),
  'apiserver-refuses-strangers': text(['ANON'], STRANGERS),
  'apiserver-kubelets-know-certificate': text(
    ['KUBELET'],
    'Confirmed when a kubelet that answers 401 to strangers answers the API server, or answers it 401 where no certificate is configured.',
  ),
  'apiserver-verifies-kubelets': text(
    ['KUBELET', 'LEAF'],
    'Confirmed when a kubelet with a certificate of its own making is answered for although no authority is configured, or is not although one is. One of the right authority leaves it open.',
  ),
  'apiserver-encrypts-to-kubelets': text(
    ['KUBELET', 'PLAIN'],
    'Confirmed when the API server gets an answer from the kubelet of this node, and that turns plain HTTP away.',
  ),
  'apiserver-does-not-allow-all': text(
    ['SSAR', 'METRIC'],
    'Confirmed when the node may not delete another node, or may without anybody giving a reason where AlwaysAllow is configured.',
  ),
  'apiserver-node-authorizer': text(
    ['SSAR', 'METRIC'],
    'Confirmed by the reason "no relationship found between node" for a Secret that no Pod here uses, which only the Node authorizer gives.',
  ),
  'apiserver-rbac': text(
    ['SSAR', 'METRIC'],
    'Confirmed by a reason that begins "RBAC: allowed by" for what everybody may do who has signed in.',
  ),
  'apiserver-plugin-alwaysadmit': plugin(false),
  'apiserver-plugin-eventratelimit': plugin(false),
  'apiserver-plugin-alwayspullimages': plugin(true),
  'apiserver-plugin-denyserviceexternalips': plugin(true),
  'apiserver-plugin-namespacelifecycle': plugin(true),
  'apiserver-plugin-noderestriction': plugin(true),
  'apiserver-plugin-serviceaccount': plugin(true),
  'apiserver-plugin-podsecuritypolicy': plugin(false),
  'apiserver-plugin-securitycontextdeny': plugin(false),
  'apiserver-profiler': text(['PPROF', 'FLAGZ'], PROFILER),
  'apiserver-token-file': flag('token-auth-file'),
  'apiserver-request-timeout': flag('request-timeout'),
  'apiserver-service-account-lookup': flag('service-account-lookup'),
  'apiserver-extends-tokens': text(
    ['FLAGZ', 'TOKEN'],
    'Confirmed when /flagz prints for `--service-account-extend-token-expiration` what was read. A token that was made since the API server started, by the only one there is, confirms it when it is extended where that is on and good for its hour where it is off. Contradicted the other way round.',
  ),
  'apiserver-audit-log': text(['METRIC', 'AUDIT'], `${EVENTS} ${ENTRIES}`),
  'apiserver-audit-policy': text(['METRIC', 'AUDIT'], `${EVENTS} ${ENTRIES}`),
  'apiserver-audits-as-told': text(['METRIC', 'AUDIT'], `${NO_EVENTS} ${ENTRIES}`),
  'apiserver-audit-days': kept('audit-log-maxage'),
  'apiserver-audit-files': kept('audit-log-maxbackup'),
  'apiserver-audit-size': kept('audit-log-maxsize'),
  'apiserver-service-account-key': text(
    ['KEYS'],
    'Confirmed when one of the names is the fingerprint of a key in `service-account-key-file`. Contradicted when none is.',
  ),
  'apiserver-known-to-etcd': text(
    ['READY', 'NOCERT'],
    'Confirmed when etcd on this node refuses everybody without a certificate and the API server finds it ready, or speaks plain HTTP where no certificate is said to be shown.',
  ),
  'apiserver-verifies-etcd': text(
    ['READY', 'LEAF'],
    'Confirmed when the API server finds etcd ready, and etcd on this node shows a certificate of the authority in `etcd-cafile`. Plain HTTP contradicts that.',
  ),
  'apiserver-serves-configured-certificate': text(
    ['ANON', 'LEAF'],
    'Confirmed when the key shown is that of the file in `tls-cert-file`. Contradicted by another one.',
  ),
  'apiserver-knows-client-ca': text(
    ['WHOAMI'],
    'Confirmed when the API server knows the bearer of the certificate as the node, or does not know it where no authority is configured.',
  ),
  'apiserver-refuses-weak-suites': text(['WEAK'], SUITES),
  'apiserver-secrets-stored': text(
    ['ETCDVAL'],
    'Confirmed when a Secret that was written since the API server started stands in etcd by the provider that is configured, or as it is where none is. Without such a Secret, or with several API servers, it is left open.',
  ),
  'apiserver-secure-port': text(
    ['ANON', 'LEAF'],
    'Confirmed when a handshake at that port showed a certificate. Contradicted when the server speaks TLS at another one.',
  ),
  'apiserver-insecure-port': text(['LISTEN', 'PLAIN'], LISTENS),
  ...Object.fromEntries([...FILE_PROOFS.keys()].map((proof) => [proof, text(['OPENAS'], CLOSED)])),
  ...Object.fromEntries(
    Object.entries(SHOWN_BY_KERNEL).map(([property, shown]) => [`cluster-kernel-${property}`, kernel(shown)]),
  ),
  'cluster-refuses-pods': text(
    ['DRY'],
    'Confirmed when a Pod with `hostPID` is refused by an admission policy where the labels and the engines say so, and would be taken where nothing refuses it. Contradicted the other way round. Up to eight namespaces are tried, those with different levels first.',
  ),
  ...Object.fromEntries(
    [
      'cluster-admins',
      'secret-readers',
      'pod-creators',
      'volume-creators',
      'node-proxies',
      'request-approvers',
      'webhook-writers',
      'token-creators',
      'right-givers',
    ].map((property) => [`cluster-reviews-${property}`, text(['SAR'], RIGHTS)]),
  ),
};
