import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of the repository. */
type File = readonly [path: string, text: string];

/**
 * Writes what a platform team keeps: applications of many teams, and of every cluster its static Pods, configurations
 * and kubeadm's file. The same count gives the same bytes.
 *
 * @param count how many files that are judged; a few that are not come on top
 */
export function writeRepository(folder: string, count: number): void {
  const files = [...clusters(Math.ceil(count / 50)), ...applications(Math.ceil(count / 4))].slice(0, count);
  for (const [path, text] of [...files, ...OTHERS]) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function clusters(count: number): File[] {
  return Array.from({ length: count }, (_, index) => clusterFiles(`cluster-${index}`, index)).flat();
}

/** Of ten clusters one has what its rules are against. */
function clusterFiles(name: string, index: number): File[] {
  const bad = index % 10 === 0;
  const at = `clusters/${name}`;
  return [
    [`${at}/kube-apiserver.yaml`, staticPod('kube-apiserver', apiServer(bad))],
    [
      `${at}/kube-scheduler.yaml`,
      staticPod('kube-scheduler', [`--profiling=${bad}`, KUBECONFIG('scheduler')]),
    ],
    [
      `${at}/kube-controller-manager.yaml`,
      staticPod('kube-controller-manager', [
        ...['--profiling=false', '--use-service-account-credentials=true', KUBECONFIG('controller-manager')],
        ...[`--terminated-pod-gc-threshold=${bad ? 0 : 100}`, `--root-ca-file=${PKI}/ca.crt`],
        `--service-account-private-key-file=${PKI}/sa.key`,
      ]),
    ],
    [`${at}/etcd.yaml`, staticPod('etcd', etcd(bad))],
    [`${at}/kubelet.yaml`, kubelet(bad)],
    [`${at}/kubeadm.yaml`, kubeadm(name, bad)],
  ];
}

const PKI = '/etc/kubernetes/pki';
const KUBECONFIG = (who: string) => `--kubeconfig=/etc/kubernetes/${who}.conf`;

function apiServer(bad: boolean): string[] {
  return [
    ...[`--anonymous-auth=${bad}`, '--authorization-mode=Node,RBAC', `--client-ca-file=${PKI}/ca.crt`],
    ...['--enable-admission-plugins=NodeRestriction', '--profiling=false', '--secure-port=6443'],
    ...[`--etcd-cafile=${PKI}/etcd/ca.crt`, `--etcd-certfile=${PKI}/apiserver-etcd-client.crt`],
    ...[`--etcd-keyfile=${PKI}/apiserver-etcd-client.key`, '--etcd-servers=https://127.0.0.1:2379'],
    ...[`--tls-cert-file=${PKI}/apiserver.crt`, `--tls-private-key-file=${PKI}/apiserver.key`],
    ...[
      `--service-account-key-file=${PKI}/sa.pub`,
      '--service-account-issuer=https://kubernetes.default.svc',
    ],
    ...[`--service-account-signing-key-file=${PKI}/sa.key`, '--service-cluster-ip-range=10.96.0.0/12'],
  ];
}

function etcd(bad: boolean): string[] {
  return [
    ...[
      '--name=m1',
      '--data-dir=/var/lib/etcd',
      `--client-cert-auth=${!bad}`,
      '--peer-client-cert-auth=true',
    ],
    ...[`--cert-file=${PKI}/etcd/server.crt`, `--key-file=${PKI}/etcd/server.key`],
    ...[`--peer-cert-file=${PKI}/etcd/peer.crt`, `--peer-key-file=${PKI}/etcd/peer.key`],
    ...[`--trusted-ca-file=${PKI}/etcd/ca.crt`, `--peer-trusted-ca-file=${PKI}/etcd/ca.crt`],
    ...['--listen-client-urls=https://127.0.0.1:2379', '--advertise-client-urls=https://127.0.0.1:2379'],
    ...['--listen-peer-urls=https://127.0.0.1:2380', '--initial-advertise-peer-urls=https://127.0.0.1:2380'],
    '--initial-cluster=m1=https://127.0.0.1:2380',
  ];
}

function staticPod(component: string, flags: readonly string[]): string {
  const image = component === 'etcd' ? 'etcd:3.6.5-0' : `${component}:v1.34.1`;
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${component}
  namespace: kube-system
  labels: { component: ${component}, tier: control-plane }
spec:
  hostNetwork: true
  priorityClassName: system-node-critical
  containers:
    - name: ${component}
      image: registry.k8s.io/${image}
      command:
        - ${component}
${flags.map((flag) => `        - ${flag}`).join('\n')}
      resources:
        requests: { cpu: 100m }
      volumeMounts:
        - { name: certs, mountPath: ${PKI}, readOnly: true }
  volumes:
    - name: certs
      hostPath: { path: ${PKI}, type: DirectoryOrCreate }
`;
}

function kubelet(bad: boolean): string {
  return `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  anonymous: { enabled: ${bad} }
  webhook: { enabled: true }
  x509: { clientCAFile: ${PKI}/ca.crt }
authorization: { mode: Webhook }
clusterDNS: [10.96.0.10]
rotateCertificates: true
serverTLSBootstrap: true
protectKernelDefaults: true
tlsCipherSuites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
`;
}

function kubeadm(name: string, bad: boolean): string {
  return `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
clusterName: ${name}
kubernetesVersion: v1.34.1
controlPlaneEndpoint: ${name}.example.com:6443
apiServer:
  extraArgs:
    - { name: profiling, value: "${bad}" }
    - { name: audit-log-path, value: /var/log/kubernetes/audit.log }
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
nodeRegistration:
  kubeletExtraArgs:
    - { name: node-ip, value: 192.0.2.10 }
`;
}

function applications(count: number): File[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `app-${index}`;
    const namespace = `team-${Math.floor(index / 20)}`;
    const at = `teams/${namespace}/${name}`;
    const kind = KINDS[index % KINDS.length] ?? 'Deployment';
    return [
      [`${at}/${kind.toLowerCase()}.yaml`, workload(kind, name, namespace, index % 10 === 0)],
      [`${at}/service.yaml`, service(name, namespace)],
      [`${at}/rbac.yaml`, rights(name, namespace)],
      index % 20 === 0
        ? [`${at}/namespace.yaml`, namespaceOf(namespace)]
        : [`${at}/networkpolicy.yaml`, policy(name, namespace)],
    ] satisfies File[];
  }).flat();
}

const KINDS = ['Deployment', 'Deployment', 'Deployment', 'StatefulSet', 'CronJob', 'DaemonSet'] as const;

function heading(apiVersion: string, kind: string, name: string, namespace: string): string {
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: ${namespace}
    app.kubernetes.io/managed-by: argocd
  annotations:
    example.com/owner: ${namespace}@example.com
`;
}

function workload(kind: (typeof KINDS)[number], name: string, namespace: string, bad: boolean): string {
  if (kind === 'CronJob')
    return `${heading('batch/v1', kind, name, namespace)}spec:
  schedule: "*/15 * * * *"
  jobTemplate:
    spec:
      template:
${podTemplate(name, bad, 8).replace('    spec:\n', '    spec:\n          restartPolicy: Never\n')}`;
  const more = kind === 'StatefulSet' ? `  serviceName: ${name}\n` : '';
  return `${heading('apps/v1', kind, name, namespace)}spec:
${kind === 'DaemonSet' ? '' : '  replicas: 3\n'}${more}  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
${podTemplate(name, bad, 4)}`;
}

function podTemplate(name: string, bad: boolean, indent: number): string {
  const text = `metadata:
  labels:
    app.kubernetes.io/name: ${name}
spec:
  serviceAccountName: ${name}
  automountServiceAccountToken: false
  securityContext:
    runAsNonRoot: true
    seccompProfile: { type: RuntimeDefault }
  containers:
${[name, 'proxy'].map((container) => containerOf(container, bad)).join('')}  volumes:
    - name: config
      configMap: { name: ${name} }
    - name: tmp
      emptyDir: {}
`;
  return text.replaceAll(/^/gm, ' '.repeat(indent)).trimEnd().concat('\n');
}

function containerOf(name: string, bad: boolean): string {
  return `    - name: ${name}
      image: registry.example.com/apps/${name}:1.4.2
      args: ["--listen=:8080", "--log-format=json"]
      ports:
        - { name: http, containerPort: 8080 }
      env:
        - { name: LOG_LEVEL, value: info }
        - name: POD_NAME
          valueFrom: { fieldRef: { fieldPath: metadata.name } }
      resources:
        requests: { cpu: 100m, memory: 128Mi }
        limits: { memory: 256Mi }
      readinessProbe:
        httpGet: { path: /healthz, port: http }
        periodSeconds: 10
      livenessProbe:
        httpGet: { path: /healthz, port: http }
        initialDelaySeconds: 15
      securityContext:
        allowPrivilegeEscalation: ${bad}
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      volumeMounts:
        - { name: config, mountPath: /etc/app, readOnly: true }
        - { name: tmp, mountPath: /tmp }
`;
}

function service(name: string, namespace: string): string {
  return `${heading('v1', 'Service', name, namespace)}spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - { name: http, port: 80, targetPort: http }
`;
}

function rights(name: string, namespace: string): string {
  return `${heading('v1', 'ServiceAccount', name, namespace)}automountServiceAccountToken: false
---
${heading('rbac.authorization.k8s.io/v1', 'Role', name, namespace)}rules:
  - { apiGroups: [""], resources: [configmaps], verbs: [get, list, watch] }
---
${heading('rbac.authorization.k8s.io/v1', 'RoleBinding', name, namespace)}roleRef:
  { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${name} }
subjects:
  - { kind: ServiceAccount, name: ${name}, namespace: ${namespace} }
`;
}

function policy(name: string, namespace: string): string {
  return `${heading('networking.k8s.io/v1', 'NetworkPolicy', name, namespace)}spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ podSelector: {} }]
      ports: [{ port: 8080 }]
`;
}

function namespaceOf(name: string): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    pod-security.kubernetes.io/enforce: restricted
`;
}

/** What lies beside them and is none of ours. */
const OTHERS: readonly File[] = [
  ['.github/workflows/ci.yaml', 'name: ci\non: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n'],
  ['compose.yaml', 'services:\n  db:\n    image: postgres:17\n'],
  ['README.md', '# Platform\n'],
];
