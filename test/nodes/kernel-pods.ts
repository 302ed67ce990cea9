/** Pods for a node that reaches no registry: what they run is there. */

type Fields = { readonly [key: string]: unknown };

const NAMESPACE = 'trial';
const ACCOUNT = 'runner';
const IMAGE = 'registry.k8s.io/pause:3.10.1';

/** The namespace of the Pods, with an account: its default one comes a moment later. */
export const HOME: readonly object[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: ACCOUNT, namespace: NAMESPACE } },
];

/** A Pod of one container, which says nothing but what is given. */
export function podOf(name: string, container: Fields = {}, pod: Fields = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      serviceAccountName: ACCOUNT,
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'main', image: IMAGE, ...container }],
      ...pod,
    },
  };
}

/** Hardened in every way that a rule asks for. */
export const STRICT: Fields = {
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsUser: 1000,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

/** A container with the programs of its node, of which it runs one. */
export function withPrograms(command: readonly string[]): [container: Fields, pod: Fields] {
  const places = {
    usr: ['/usr', '/usr'],
    lib: ['/lib', '/usr/lib'],
    lib64: ['/lib64', '/usr/lib64'],
  } as const;
  return [
    {
      command,
      securityContext: { privileged: true },
      volumeMounts: Object.entries(places).map(([name, [mountPath]]) => ({ name, mountPath })),
    },
    {
      hostPID: true,
      volumes: Object.entries(places).map(([name, [, path]]) => ({ name, hostPath: { path } })),
    },
  ];
}
