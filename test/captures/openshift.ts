import type { Layout, LayoutFile, Verdicts } from './layout.ts';

const RESOURCES = '/etc/kubernetes/static-pod-resources';
const CERTS = '/etc/kubernetes/static-pod-certs';
const KEY = 'never read';
const IMAGE = 'quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256';

const container = (index: number) =>
  `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${String(index).repeat(32)}.slice/crio-${String(index).repeat(64)}.scope\n`;

/** A static Pod as its operator writes it: a shell that becomes the server. */
function manifest(name: string, namespace: string, command: string, revision: number): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app: ${name}
    revision: "${revision}"
spec:
  containers:
  - name: ${name}
    image: ${IMAGE}:${String(revision).repeat(64)}
    command: ["/bin/bash", "-ec"]
    args:
    - |
      exec ${command}
    volumeMounts:
    - mountPath: ${RESOURCES}
      name: resource-dir
    - mountPath: ${CERTS}
      name: cert-dir
  hostNetwork: true
  priorityClassName: system-node-critical
  volumes:
  - hostPath:
      path: ${RESOURCES}/${name}-pod-${revision}
    name: resource-dir
  - hostPath:
      path: ${RESOURCES}/${name}-certs
    name: cert-dir
`;
}

/** cluster-kube-apiserver-operator release-4.16 bindata/assets/config/defaultconfig.yaml, with what it observes. */
const API_SERVER_CONFIG = JSON.stringify({
  admission: {
    pluginConfig: {
      PodSecurity: {
        configuration: {
          apiVersion: 'pod-security.admission.config.k8s.io/v1',
          defaults: { audit: 'restricted', enforce: 'privileged', warn: 'restricted' },
          kind: 'PodSecurityConfiguration',
        },
      },
      'network.openshift.io/ExternalIPRanger': {
        configuration: { allowIngressIP: false, kind: 'ExternalIPRangerAdmissionConfig' },
      },
    },
  },
  apiServerArguments: {
    'allow-privileged': ['true'],
    'anonymous-auth': ['true'],
    'api-audiences': ['https://kubernetes.default.svc'],
    'audit-log-format': ['json'],
    'audit-log-maxbackup': ['10'],
    'audit-log-maxsize': ['200'],
    'audit-log-path': ['/var/log/kube-apiserver/audit.log'],
    'audit-policy-file': [`${RESOURCES}/configmaps/kube-apiserver-audit-policies/policy.yaml`],
    'authentication-token-webhook-config-file': [`${RESOURCES}/secrets/webhook-authenticator/kubeConfig`],
    'authentication-token-webhook-version': ['v1'],
    'authorization-mode': ['Scope', 'SystemMasters', 'RBAC', 'Node'],
    'client-ca-file': [`${CERTS}/configmaps/client-ca/ca-bundle.crt`],
    'enable-admission-plugins': [
      'CertificateApproval',
      'CertificateSigning',
      'CertificateSubjectRestriction',
      'DefaultIngressClass',
      'DefaultStorageClass',
      'DefaultTolerationSeconds',
      'LimitRanger',
      'MutatingAdmissionWebhook',
      'NamespaceLifecycle',
      'NodeRestriction',
      'OwnerReferencesPermissionEnforcement',
      'PersistentVolumeClaimResize',
      'PodNodeSelector',
      'PodTolerationRestriction',
      'Priority',
      'ResourceQuota',
      'RuntimeClass',
      'ServiceAccount',
      'StorageObjectInUseProtection',
      'TaintNodesByCondition',
      'ValidatingAdmissionWebhook',
      'ValidatingAdmissionPolicy',
      'authorization.openshift.io/RestrictSubjectBindings',
      'config.openshift.io/ValidateAPIServer',
      'image.openshift.io/ImagePolicy',
      'network.openshift.io/ExternalIPRanger',
      'quota.openshift.io/ClusterResourceQuota',
      'route.openshift.io/IngressAdmission',
      'security.openshift.io/SecurityContextConstraint',
      'storage.openshift.io/CSIInlineVolumeSecurity',
    ],
    'enable-aggregator-routing': ['true'],
    'enable-logs-handler': ['false'],
    'endpoint-reconciler-type': ['lease'],
    'etcd-cafile': [`${RESOURCES}/configmaps/etcd-serving-ca/ca-bundle.crt`],
    'etcd-certfile': [`${RESOURCES}/secrets/etcd-client/tls.crt`],
    'etcd-healthcheck-timeout': ['9s'],
    'etcd-keyfile': [`${RESOURCES}/secrets/etcd-client/tls.key`],
    'etcd-prefix': ['kubernetes.io'],
    'etcd-readycheck-timeout': ['9s'],
    'etcd-servers': ['https://10.0.0.51:2379', 'https://10.0.0.52:2379', 'https://localhost:2379'],
    'event-ttl': ['3h'],
    'feature-gates': ['AlibabaPlatform=true', 'CloudDualStackNodeIPs=true', 'GatewayAPI=false'],
    'goaway-chance': ['0.001'],
    'http2-max-streams-per-connection': ['2000'],
    'kubelet-certificate-authority': [`${RESOURCES}/configmaps/kubelet-serving-ca/ca-bundle.crt`],
    'kubelet-client-certificate': [`${CERTS}/secrets/kubelet-client/tls.crt`],
    'kubelet-client-key': [`${CERTS}/secrets/kubelet-client/tls.key`],
    'kubelet-preferred-address-types': ['InternalIP'],
    'kubelet-read-only-port': ['0'],
    'kubernetes-service-node-port': ['0'],
    'max-mutating-requests-inflight': ['1000'],
    'max-requests-inflight': ['3000'],
    'min-request-timeout': ['3600'],
    'proxy-client-cert-file': [`${CERTS}/secrets/aggregator-client/tls.crt`],
    'proxy-client-key-file': [`${CERTS}/secrets/aggregator-client/tls.key`],
    'requestheader-allowed-names': [
      'kube-apiserver-proxy',
      'system:kube-apiserver-proxy',
      'system:openshift-aggregator',
    ],
    'requestheader-client-ca-file': [`${CERTS}/configmaps/aggregator-client-ca/ca-bundle.crt`],
    'requestheader-extra-headers-prefix': ['X-Remote-Extra-'],
    'requestheader-group-headers': ['X-Remote-Group'],
    'requestheader-username-headers': ['X-Remote-User'],
    'send-retry-after-while-not-ready-once': ['false'],
    'service-account-issuer': ['https://kubernetes.default.svc'],
    'service-account-jwks-uri': ['https://api.ocp.test:6443/openid/v1/jwks'],
    'service-account-lookup': ['true'],
    'service-account-signing-key-file': [
      `${CERTS}/secrets/bound-service-account-signing-key/service-account.key`,
    ],
    'service-node-port-range': ['30000-32767'],
    'shutdown-delay-duration': ['70s'],
    'shutdown-send-retry-after': ['true'],
    'storage-backend': ['etcd3'],
    'storage-media-type': ['application/vnd.kubernetes.protobuf'],
    'strict-transport-security-directives': ['max-age=31536000,includeSubDomains,preload'],
    'tls-cert-file': [`${CERTS}/secrets/service-network-serving-certkey/tls.crt`],
    'tls-private-key-file': [`${CERTS}/secrets/service-network-serving-certkey/tls.key`],
  },
  apiVersion: 'kubecontrolplane.config.openshift.io/v1',
  authConfig: { oauthMetadataFile: `${RESOURCES}/configmaps/oauth-metadata/oauthMetadata` },
  consolePublicURL: '',
  corsAllowedOrigins: ['//127\\.0\\.0\\.1(:|$)', '//localhost(:|$)'],
  gracefulTerminationDuration: '135',
  kind: 'KubeAPIServerConfig',
  projectConfig: { defaultNodeSelector: '' },
  serviceAccountPublicKeyFiles: [
    `${RESOURCES}/configmaps/sa-token-signing-certs`,
    `${CERTS}/configmaps/bound-sa-token-signing-certs`,
  ],
  servicesSubnet: '172.30.0.0/16',
  servingInfo: {
    bindAddress: '0.0.0.0:6443',
    bindNetwork: 'tcp4',
    cipherSuites: [
      'TLS_AES_128_GCM_SHA256',
      'TLS_AES_256_GCM_SHA384',
      'TLS_CHACHA20_POLY1305_SHA256',
      'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
      'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
      'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
      'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    ],
    minTLSVersion: 'VersionTLS12',
    namedCertificates: [
      {
        certFile: `${CERTS}/secrets/localhost-serving-cert-certkey/tls.crt`,
        keyFile: `${CERTS}/secrets/localhost-serving-cert-certkey/tls.key`,
      },
    ],
  },
});

const CONTROLLER_MANAGER_CONFIG = `{"apiVersion":"kubecontrolplane.config.openshift.io/v1","extendedArguments":{"cert-dir":["/var/run/kubernetes"],"controllers":["*","-ttl","-bootstrapsigner","-tokencleaner"],
"feature-gates":["AlibabaPlatform=true","RotateKubeletServerCertificate=true"],"leader-elect":["true"],"root-ca-file":["${RESOURCES}/configmaps/serviceaccount-ca/ca-bundle.crt"],"secure-port":["10257"],
"service-account-private-key-file":["${RESOURCES}/secrets/service-account-private-key/service-account.key"],"use-service-account-credentials":["true"]},
"kind":"KubeControllerManagerConfig","serviceServingCert":{"certFile":"${RESOURCES}/configmaps/service-ca/ca-bundle.crt"}}
`;

/** cluster-kube-controller-manager-operator release-4.16 pkg/operator/targetconfigcontroller managePod */
const CONTROLLER_MANAGER = [
  `--openshift-config=${RESOURCES}/configmaps/config/config.yaml`,
  `--kubeconfig=${RESOURCES}/configmaps/controller-manager-kubeconfig/kubeconfig`,
  `--authentication-kubeconfig=${RESOURCES}/configmaps/controller-manager-kubeconfig/kubeconfig`,
  `--authorization-kubeconfig=${RESOURCES}/configmaps/controller-manager-kubeconfig/kubeconfig`,
  `--client-ca-file=${CERTS}/configmaps/client-ca/ca-bundle.crt`,
  `--requestheader-client-ca-file=${CERTS}/configmaps/aggregator-client-ca/ca-bundle.crt`,
  '-v=2',
  `--tls-cert-file=${RESOURCES}/secrets/serving-cert/tls.crt`,
  `--tls-private-key-file=${RESOURCES}/secrets/serving-cert/tls.key`,
  '--allocate-node-cidrs=false',
  '--cert-dir=/var/run/kubernetes',
  '--controllers=*',
  '--controllers=-ttl',
  '--controllers=-bootstrapsigner',
  '--controllers=-tokencleaner',
  '--feature-gates=AlibabaPlatform=true',
  '--feature-gates=RotateKubeletServerCertificate=true',
  '--leader-elect=true',
  `--root-ca-file=${RESOURCES}/configmaps/serviceaccount-ca/ca-bundle.crt`,
  '--secure-port=10257',
  `--service-account-private-key-file=${RESOURCES}/secrets/service-account-private-key/service-account.key`,
  '--use-service-account-credentials=true',
];

const API_SERVER = [
  `--openshift-config=${RESOURCES}/configmaps/config/config.yaml`,
  '--advertise-address=10.0.0.51',
  '-v=2',
  '--permit-address-sharing',
];

const SCHEDULER = [
  `--config=${RESOURCES}/configmaps/config/config.yaml`,
  '--cert-dir=/var/run/kubernetes',
  `--authentication-kubeconfig=${RESOURCES}/configmaps/scheduler-kubeconfig/kubeconfig`,
  `--authorization-kubeconfig=${RESOURCES}/configmaps/scheduler-kubeconfig/kubeconfig`,
  '-v=2',
  `--tls-cert-file=${RESOURCES}/secrets/serving-cert/tls.crt`,
  `--tls-private-key-file=${RESOURCES}/secrets/serving-cert/tls.key`,
];

const SCHEDULER_CONFIG = `{"apiVersion":"kubescheduler.config.k8s.io/v1","clientConnection":{"kubeconfig":"${RESOURCES}/configmaps/scheduler-kubeconfig/kubeconfig"},
"kind":"KubeSchedulerConfiguration","leaderElection":{"leaderElect":true,"leaseDuration":"137s","renewDeadline":"107s","resourceNamespace":"openshift-kube-scheduler","retryPeriod":"26s"}}
`;

const ETCD_CERTS = `${CERTS}/secrets/etcd-all-certs`;
const ETCD = [
  '--logger=zap',
  '--log-level=info',
  '--experimental-initial-corrupt-check=true',
  '--snapshot-count=10000',
  '--initial-advertise-peer-urls=https://10.0.0.51:2380',
  `--cert-file=${ETCD_CERTS}/etcd-serving-master-0.crt`,
  `--key-file=${ETCD_CERTS}/etcd-serving-master-0.key`,
  `--trusted-ca-file=${CERTS}/configmaps/etcd-all-bundles/server-ca-bundle.crt`,
  '--client-cert-auth=true',
  `--peer-cert-file=${ETCD_CERTS}/etcd-peer-master-0.crt`,
  `--peer-key-file=${ETCD_CERTS}/etcd-peer-master-0.key`,
  `--peer-trusted-ca-file=${CERTS}/configmaps/etcd-all-bundles/server-ca-bundle.crt`,
  '--peer-client-cert-auth=true',
  '--advertise-client-urls=https://10.0.0.51:2379',
  '--listen-client-urls=https://0.0.0.0:2379,unixs://10.0.0.51:0',
  '--listen-peer-urls=https://0.0.0.0:2380',
  '--metrics=extensive',
  '--listen-metrics-urls=https://0.0.0.0:9978',
];

const ETCD_ENVIRONMENT = [
  'ETCD_CIPHER_SUITES=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'ETCD_DATA_DIR=/var/lib/etcd',
  'ETCD_ELECTION_TIMEOUT=1000',
  'ETCD_HEARTBEAT_INTERVAL=100',
  'ETCD_INITIAL_CLUSTER=master-0=https://10.0.0.51:2380,master-1=https://10.0.0.52:2380',
  'ETCD_INITIAL_CLUSTER_STATE=existing',
  'ETCD_NAME=master-0',
  'ETCD_QUOTA_BACKEND_BYTES=8589934592',
];

/** machine-config-operator release-4.16 templates/master/01-master-kubelet */
const KUBELET_UNIT = `[Unit]
Description=Kubernetes Kubelet
Requires=crio.service kubelet-auto-node-size.service

[Service]
Type=notify
EnvironmentFile=/etc/os-release
EnvironmentFile=-/etc/kubernetes/kubelet-workaround
EnvironmentFile=-/etc/kubernetes/kubelet-env
EnvironmentFile=/etc/node-sizing.env
ExecStart=/usr/local/bin/kubenswrapper \\
    /usr/bin/kubelet \\
      --config=/etc/kubernetes/kubelet.conf \\
      --bootstrap-kubeconfig=/etc/kubernetes/kubeconfig \\
      --kubeconfig=/var/lib/kubelet/kubeconfig \\
      --container-runtime-endpoint=/var/run/crio/crio.sock \\
      --hostname-override=\${KUBELET_NODE_NAME} \\
      --v=\${KUBELET_LOG_LEVEL}
Restart=always
`;

const KUBELET = [
  '/usr/bin/kubelet',
  '--config=/etc/kubernetes/kubelet.conf',
  '--bootstrap-kubeconfig=/etc/kubernetes/kubeconfig',
  '--kubeconfig=/var/lib/kubelet/kubeconfig',
  '--container-runtime-endpoint=/var/run/crio/crio.sock',
  '--runtime-cgroups=/system.slice/crio.service',
  '--node-labels=node-role.kubernetes.io/control-plane,node-role.kubernetes.io/master,node.openshift.io/os_id=rhcos',
  '--node-ip=10.0.0.51',
  '--minimum-container-ttl-duration=6m0s',
  '--cloud-provider=external',
  '--volume-plugin-dir=/etc/kubernetes/kubelet-plugins/volume/exec',
  '--hostname-override=',
  '--provider-id=',
  '--register-with-taints=node-role.kubernetes.io/master=:NoSchedule',
  `--pod-infra-container-image=${IMAGE}:${'0'.repeat(64)}`,
  '--system-reserved=cpu=500m,memory=1Gi,ephemeral-storage=1Gi',
  '--v=2',
];

const KUBELET_CONFIG = `kind: KubeletConfiguration
apiVersion: kubelet.config.k8s.io/v1beta1
authentication:
  x509:
    clientCAFile: /etc/kubernetes/kubelet-ca.crt
  anonymous:
    enabled: false
cgroupDriver: systemd
cgroupRoot: /
clusterDNS:
  - 172.30.0.10
clusterDomain: cluster.local
containerLogMaxSize: 50Mi
maxPods: 250
kubeAPIQPS: 50
kubeAPIBurst: 100
podPidsLimit: 4096
protectKernelDefaults: true
rotateCertificates: true
serializeImagePulls: false
staticPodPath: /etc/kubernetes/manifests
systemCgroups: /system.slice
systemReserved:
  ephemeral-storage: 1Gi
featureGates:
  AlibabaPlatform: true
  AzureWorkloadIdentity: true
  GatewayAPI: false
  KMSv1: true
serverTLSBootstrap: true
tlsMinVersion: VersionTLS12
tlsCipherSuites:
  - TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
  - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
  - TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
  - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
  - TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
  - TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
`;

/** cluster-kube-apiserver-operator pkg/operator: the profile Default. */
const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
metadata:
  name: policy
omitStages:
- RequestReceived
rules:
- level: None
  resources:
  - group: ""
    resources:
    - events
- level: None
  resources:
  - group: oauth.openshift.io
    resources:
    - oauthaccesstokens
    - oauthauthorizetokens
- level: None
  nonResourceURLs:
  - /api*
  - /version
  - /healthz
  - /readyz
  userGroups:
  - system:authenticated
  - system:unauthenticated
- level: RequestResponse
  resources:
  - group: user.openshift.io
    resources:
    - identities
  - group: oauth.openshift.io
    resources:
    - oauthaccesstokens
    - oauthauthorizetokens
  verbs:
  - create
  - update
  - patch
  - delete
- level: Metadata
  omitStages:
  - RequestReceived
`;

function kubeconfig(server: string, user: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority: ${RESOURCES}/configmaps/kube-apiserver-server-ca/ca-bundle.crt
    server: ${server}
  name: cluster
contexts:
- context:
    cluster: cluster
    user: ${user}
  name: ${user}
current-context: ${user}
kind: Config
users:
- name: ${user}
  user:
    client-certificate: ${CERTS}/secrets/${user}-client-cert-key/tls.crt
    client-key: ${CERTS}/secrets/${user}-client-cert-key/tls.key
`;
}

/** A certificate and its key out of a Secret. */
const pair = (directory: string): Record<string, LayoutFile> => ({
  [`${directory}/tls.crt`]: { content: { leaf: directory }, mode: '600' },
  [`${directory}/tls.key`]: KEY,
});

const certificate = (of: { authority: string } | { leaf: string }) => ({ content: of, mode: '644' });

/** Files that an operator copies from the cluster for a revision of its Pod, and for all revisions. */
const API_SERVER_FILES: Record<string, LayoutFile> = {
  [`${RESOURCES}/kube-apiserver-pod-7/configmaps/kube-apiserver-audit-policies/policy.yaml`]: {
    content: AUDIT_POLICY,
    mode: '644',
  },
  [`${RESOURCES}/kube-apiserver-pod-7/configmaps/kubelet-serving-ca/ca-bundle.crt`]: certificate({
    authority: 'kubelet',
  }),
  [`${RESOURCES}/kube-apiserver-pod-7/configmaps/sa-token-signing-certs/service-account-001.pub`]: {
    content: 'never read',
    mode: '644',
  },
  [`${RESOURCES}/kube-apiserver-pod-7/secrets/webhook-authenticator/kubeConfig`]: kubeconfig(
    'https://172.30.0.20/apis',
    'webhook',
  ),
  [`${RESOURCES}/kube-apiserver-certs/configmaps/aggregator-client-ca/ca-bundle.crt`]: certificate({
    authority: 'aggregator',
  }),
  [`${RESOURCES}/kube-apiserver-certs/configmaps/bound-sa-token-signing-certs/service-account-001.pub`]: {
    content: 'never read',
    mode: '644',
  },
  ...Object.fromEntries(
    [
      'aggregator-client',
      'kubelet-client',
      'service-network-serving-certkey',
      'localhost-serving-cert-certkey',
    ].flatMap((name) => [
      [`${RESOURCES}/kube-apiserver-certs/secrets/${name}/tls.crt`, { content: { leaf: name }, mode: '600' }],
      [`${RESOURCES}/kube-apiserver-certs/secrets/${name}/tls.key`, KEY],
    ]),
  ),
  [`${RESOURCES}/kube-apiserver-certs/secrets/bound-service-account-signing-key/service-account.key`]: KEY,
  [`${RESOURCES}/kube-apiserver-pod-7/configmaps/config/config.yaml`]: {
    content: API_SERVER_CONFIG,
    mode: '644',
  },
  [`${RESOURCES}/kube-apiserver-pod-7/configmaps/etcd-serving-ca/ca-bundle.crt`]: certificate({
    authority: 'etcd',
  }),
  [`${RESOURCES}/kube-apiserver-pod-7/secrets/etcd-client/tls.crt`]: {
    content: { leaf: 'etcd' },
    mode: '600',
  },
  [`${RESOURCES}/kube-apiserver-pod-7/secrets/etcd-client/tls.key`]: KEY,
  [`${RESOURCES}/kube-apiserver-certs/configmaps/client-ca/ca-bundle.crt`]: certificate({
    authority: 'client',
  }),
  [`${RESOURCES}/kube-apiserver-certs/secrets/node-kubeconfigs/lb-ext.kubeconfig`]: kubeconfig(
    'https://api.ocp.test:6443',
    'system-admin',
  ),
  [`${RESOURCES}/kube-apiserver-certs/secrets/node-kubeconfigs/lb-int.kubeconfig`]: kubeconfig(
    'https://api-int.ocp.test:6443',
    'system-admin',
  ),
  [`${RESOURCES}/kube-apiserver-certs/secrets/node-kubeconfigs/localhost.kubeconfig`]: kubeconfig(
    'https://localhost:6443',
    'system-admin',
  ),
};

const CONTROLLER_MANAGER_FILES: Record<string, LayoutFile> = {
  [`${RESOURCES}/kube-controller-manager-pod-5/configmaps/config/config.yaml`]: {
    content: CONTROLLER_MANAGER_CONFIG,
    mode: '644',
  },
  [`${RESOURCES}/kube-controller-manager-pod-5/configmaps/controller-manager-kubeconfig/kubeconfig`]: {
    content: kubeconfig('https://api-int.ocp.test:6443', 'kube-controller-manager'),
    mode: '644',
  },
  [`${RESOURCES}/kube-controller-manager-pod-5/configmaps/serviceaccount-ca/ca-bundle.crt`]: certificate({
    authority: 'service account',
  }),
  [`${RESOURCES}/kube-controller-manager-pod-5/secrets/service-account-private-key/service-account.key`]: KEY,
  ...pair(`${RESOURCES}/kube-controller-manager-pod-5/secrets/serving-cert`),
  ...pair(`${RESOURCES}/kube-controller-manager-certs/secrets/kube-controller-manager-client-cert-key`),
  [`${RESOURCES}/kube-controller-manager-certs/configmaps/client-ca/ca-bundle.crt`]: certificate({
    authority: 'client',
  }),
  [`${RESOURCES}/kube-controller-manager-certs/configmaps/aggregator-client-ca/ca-bundle.crt`]: certificate({
    authority: 'aggregator',
  }),
};

const SCHEDULER_FILES: Record<string, LayoutFile> = {
  [`${RESOURCES}/kube-scheduler-pod-6/configmaps/config/config.yaml`]: {
    content: SCHEDULER_CONFIG,
    mode: '644',
  },
  [`${RESOURCES}/kube-scheduler-pod-6/configmaps/scheduler-kubeconfig/kubeconfig`]: {
    content: kubeconfig('https://api-int.ocp.test:6443', 'kube-scheduler'),
    mode: '644',
  },
  ...pair(`${RESOURCES}/kube-scheduler-pod-6/secrets/serving-cert`),
  ...pair(`${RESOURCES}/kube-scheduler-certs/secrets/kube-scheduler-client-cert-key`),
};

const ETCD_FILES: Record<string, LayoutFile> = {
  [`${RESOURCES}/etcd-certs/configmaps/etcd-all-bundles/server-ca-bundle.crt`]: certificate({
    authority: 'etcd',
  }),
  [`${RESOURCES}/etcd-certs/secrets/etcd-all-certs/etcd-serving-master-0.crt`]: {
    content: { leaf: 'etcd' },
    mode: '600',
  },
  [`${RESOURCES}/etcd-certs/secrets/etcd-all-certs/etcd-serving-master-0.key`]: KEY,
  [`${RESOURCES}/etcd-certs/secrets/etcd-all-certs/etcd-peer-master-0.crt`]: {
    content: { leaf: 'etcd' },
    mode: '600',
  },
  [`${RESOURCES}/etcd-certs/secrets/etcd-all-certs/etcd-peer-master-0.key`]: KEY,
};

/** What a container sees of the files of its Pod. */
function mounted(root: string, files: Readonly<Record<string, LayoutFile>>): Record<string, LayoutFile> {
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => [
      `${root}${path.replace(/static-pod-resources\/[a-z-]+-pod-\d+/, 'static-pod-resources').replace(/static-pod-resources\/[a-z-]+-certs/, 'static-pod-certs')}`,
      file,
    ]),
  );
}

const rootOf = (index: number) => `/var/lib/containers/storage/overlay/${String(index).repeat(64)}/merged`;

/** A control plane of OpenShift 4.16, whose operators hand settings to the servers by files of their own kind. */
export const OPENSHIFT: Layout = {
  hostname: 'master-0',
  processes: {
    1: { argv: ['/usr/lib/systemd/systemd'], executable: '/usr/lib/systemd/systemd' },
    500: { argv: ['/usr/bin/crio'], executable: '/usr/bin/crio', cgroup: '0::/system.slice/crio.service\n' },
    510: { argv: KUBELET, executable: '/usr/bin/kubelet', cgroup: '0::/system.slice/kubelet.service\n' },
    520: {
      argv: ['etcd', ...ETCD],
      executable: '/usr/bin/etcd',
      environment: ETCD_ENVIRONMENT,
      cgroup: container(1),
      root: rootOf(1),
    },
    530: {
      argv: ['hyperkube', 'kube-apiserver', ...API_SERVER],
      executable: '/usr/bin/hyperkube',
      cgroup: container(2),
      root: rootOf(2),
    },
    540: {
      argv: ['hyperkube', 'kube-controller-manager', ...CONTROLLER_MANAGER],
      executable: '/usr/bin/hyperkube',
      cgroup: container(3),
      root: rootOf(3),
    },
    550: {
      argv: ['hyperkube', 'kube-scheduler', ...SCHEDULER],
      executable: '/usr/bin/hyperkube',
      cgroup: container(4),
      root: rootOf(4),
    },
  },
  files: {
    '/etc/os-release': {
      content:
        'NAME="Red Hat Enterprise Linux CoreOS"\nID="rhcos"\nVERSION_ID="4.16"\nOPENSHIFT_VERSION="4.16"\nRHEL_VERSION="9.4"\n',
      mode: '644',
    },
    '/etc/systemd/system/kubelet.service': { content: KUBELET_UNIT, mode: '644' },
    '/etc/kubernetes/kubelet.conf': { content: KUBELET_CONFIG, mode: '644' },
    '/etc/kubernetes/kubeconfig': kubeconfig('https://api-int.ocp.test:6443', 'kubelet'),
    '/var/lib/kubelet/kubeconfig': kubeconfig('https://api-int.ocp.test:6443', 'kubelet'),
    '/etc/kubernetes/kubelet-ca.crt': certificate({ authority: 'client' }),
    '/etc/kubernetes/manifests/kube-apiserver-pod.yaml': manifest(
      'kube-apiserver',
      'openshift-kube-apiserver',
      `watch-termination -- hyperkube kube-apiserver ${API_SERVER.join(' ')}`,
      7,
    ),
    '/etc/kubernetes/manifests/kube-controller-manager-pod.yaml': manifest(
      'kube-controller-manager',
      'openshift-kube-controller-manager',
      `hyperkube kube-controller-manager ${CONTROLLER_MANAGER.join(' ')}`,
      5,
    ),
    '/etc/kubernetes/manifests/kube-scheduler-pod.yaml': manifest(
      'kube-scheduler',
      'openshift-kube-scheduler',
      `hyperkube kube-scheduler ${SCHEDULER.join(' ')}`,
      6,
    ),
    '/etc/kubernetes/manifests/etcd-pod.yaml': manifest(
      'etcd',
      'openshift-etcd',
      `nice -n -19 ionice -c2 -n0 etcd ${ETCD.join(' ')}`,
      3,
    ),
    '/etc/crio/crio.conf.d/00-default': {
      content:
        '[crio.network]\nnetwork_dir = "/etc/kubernetes/cni/net.d/"\nplugin_dirs = ["/var/lib/cni/bin", "/usr/libexec/cni"]\n',
      mode: '644',
    },
    '/var/lib/cni': { directory: '755' },
    '/etc/kubernetes/cni/net.d/00-multus.conf':
      '{"cniVersion":"0.3.1","name":"multus-cni-network","type":"multus-shim"}',
    '/var/lib/etcd': { directory: '700' },
    ...API_SERVER_FILES,
    ...CONTROLLER_MANAGER_FILES,
    ...SCHEDULER_FILES,
    ...ETCD_FILES,
    ...mounted(rootOf(1), { ...ETCD_FILES, '/var/lib/etcd': { directory: '700' } }),
    ...mounted(rootOf(2), API_SERVER_FILES),
    ...mounted(rootOf(3), CONTROLLER_MANAGER_FILES),
    ...mounted(rootOf(4), SCHEDULER_FILES),
  },
};

export const OPENSHIFT_VERDICTS: Verdicts = [
  [
    'pass',
    '1.1.1-14',
    'operators write manifests with 0600 as root; CRI-O looks for CNI in /etc/kubernetes/cni/net.d',
  ],
  ['fail', '1.1.15 1.1.17', 'kubeconfigs of the servers come from config maps, and files of those have 0644'],
  ['pass', '1.1.16 1.1.18-19 1.1.21', 'operators write as root, and secrets with 0600'],
  ['fail', '1.1.20', 'bundles of authorities come from config maps, and files of those have 0644'],
  [
    'manual',
    '1.2.1-2 1.2.7 1.2.9 1.2.12 1.2.15-16 1.2.22 1.2.29 1.2.31 3.2.2 4.2.1 4.2.8-9',
    'OpenShift asks for something of its own by these numbers, which operators and their resources answer',
  ],
  [
    'pass',
    '1.2.3-6 1.2.8 1.2.10-11 1.2.13-14 1.2.18 1.2.20-21 1.2.23-28 1.2.30 3.2.1',
    'apiServerArguments and servingInfo of config.yaml',
  ],
  ['manual', '1.2.17 1.2.19 1.3.1 1.4.1-2', 'questions that facts of a node do not answer'],
  ['pass', '1.3.2-4', 'flags that the operator takes from extendedArguments'],
  ['pass', '2.1-7', 'flags and variables of the Pod of etcd'],
  [
    'pass',
    '4.1.1-2 4.1.5-8 4.1.10',
    'the unit and the files of the machine config; 0644 is allowed for all but the configuration',
  ],
  ['not-applicable', '4.1.3-4', 'OVN-Kubernetes stands in for kube-proxy'],
  ['fail', '4.1.9', 'the machine config writes kubelet.conf with 0644'],
  ['pass', '4.2.2-7 4.2.10-12', 'kubelet.conf, and defaults for those with a configuration file'],
];
