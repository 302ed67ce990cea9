import { describe, expect, it } from 'vitest';
import type { Container, PodSpec } from '../../../model/cluster/workloads.ts';
import { podSpecOf } from './pod-spec.ts';
import { hasToken } from './token.ts';

const PLACE = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Of a Pod with nothing set. */
const PLAIN: PodSpec = {
  hostNetwork: false,
  hostPID: false,
  hostIPC: false,
  hostPaths: [],
  serviceAccount: 'default',
  tokenVolumes: [],
  secretVolumes: [],
  sysctls: [],
  containers: [],
};

const PLAIN_CONTAINER: Container = {
  name: 'c',
  role: 'main',
  image: 'i',
  privileged: false,
  addedCapabilities: [],
  droppedCapabilities: [],
  hostPorts: [],
  secretEnvironment: [],
};

describe("a Pod's spec", () => {
  it.each<[string, object, object, Partial<PodSpec>]>([
    ['nothing', {}, {}, {}],
    [
      'the host',
      { hostNetwork: true, hostPID: true, hostIPC: true },
      {},
      { hostNetwork: true, hostPID: true, hostIPC: true },
    ],
    [
      'paths of the host, sorted',
      {
        volumes: [
          { name: 'b', hostPath: { path: '/var' } },
          { name: 'a', hostPath: { path: '/etc' } },
        ],
      },
      {},
      { hostPaths: ['/etc', '/var'] },
    ],
    ['the account', { serviceAccountName: 'web' }, {}, { serviceAccount: 'web' }],
    ['the account by its old name', { serviceAccount: 'web' }, {}, { serviceAccount: 'web' }],
    ['no token', { automountServiceAccountToken: false }, {}, { automount: false }],
    ['Windows', { os: { name: 'windows' } }, {}, { os: 'windows' }],
    [
      'Windows by its node selector',
      { nodeSelector: { 'kubernetes.io/os': 'windows' } },
      {},
      { os: 'windows' },
    ],
    [
      'its own security context',
      {
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 0,
          seccompProfile: { type: 'RuntimeDefault' },
          appArmorProfile: { type: 'Unconfined' },
          windowsOptions: { hostProcess: true },
          sysctls: [{ name: 'net.a', value: '1' }],
        },
      },
      {},
      {
        runAsNonRoot: true,
        runAsUser: 0,
        seccomp: 'RuntimeDefault',
        appArmor: 'Unconfined',
        hostProcess: true,
        sysctls: ['net.a'],
      },
    ],
    [
      'seccomp as an annotation',
      {},
      { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' } },
      { seccompAnnotation: 'unconfined' },
    ],
    [
      'Secrets as files',
      {
        volumes: [
          { name: 'a', secret: { secretName: 'tls' } },
          { name: 'b', projected: { sources: [{ secret: { name: 'db' } }, { configMap: { name: 'x' } }] } },
        ],
      },
      {},
      { secretVolumes: ['db', 'tls'] },
    ],
    [
      'tokens of its own',
      {
        volumes: [
          {
            name: 'vault',
            projected: { sources: [{ serviceAccountToken: { audience: 'vault', path: 't' } }] },
          },
          { name: 'api', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
        ],
      },
      {},
      { tokenVolumes: [{ volume: 'vault', audience: 'vault' }, { volume: 'api' }] },
    ],
  ])('says of %s', (_name, spec, metadata, expected) => {
    expect(podSpecOf({ ...spec }, { ...metadata })).toEqual({ ...PLAIN, ...expected });
  });

  it('has init, sidecar, main and ephemeral containers', () => {
    const container = (name: string, more = {}) => ({ name, image: 'i', ...more });

    const { containers } = podSpecOf(
      {
        initContainers: [container('first'), container('mesh', { restartPolicy: 'Always' })],
        containers: [container('web')],
        ephemeralContainers: [container('debug')],
      },
      {},
    );

    expect(containers.map(({ name, role }) => `${role} ${name}`)).toEqual([
      'init first',
      'sidecar mesh',
      'main web',
      'ephemeral debug',
    ]);
  });
});

describe('a container', () => {
  it.each<[string, object, Partial<Container>]>([
    ['nothing', {}, {}],
    ['privileged', { securityContext: { privileged: true } }, { privileged: true }],
    [
      'settings that are off',
      {
        securityContext: {
          allowPrivilegeEscalation: false,
          runAsNonRoot: false,
          readOnlyRootFilesystem: false,
        },
      },
      { allowPrivilegeEscalation: false, runAsNonRoot: false, readOnlyRootFilesystem: false },
    ],
    ['user 0', { securityContext: { runAsUser: 0 } }, { runAsUser: 0 }],
    [
      'capabilities',
      { securityContext: { capabilities: { add: ['NET_RAW'], drop: ['ALL'] } } },
      { addedCapabilities: ['NET_RAW'], droppedCapabilities: ['ALL'] },
    ],
    ['seccomp', { securityContext: { seccompProfile: { type: 'Localhost' } } }, { seccomp: 'Localhost' }],
    ['the annotations of its name', {}, { seccompAnnotation: 'runtime/default', appArmor: 'Localhost' }],
    [
      'a process of the host',
      { securityContext: { windowsOptions: { hostProcess: true } } },
      { hostProcess: true },
    ],
    ['an unmasked /proc', { securityContext: { procMount: 'Unmasked' } }, { procMount: 'Unmasked' }],
    [
      'ports of the host',
      {
        ports: [
          { containerPort: 8443, hostPort: 443 },
          { containerPort: 80 },
          { containerPort: 1, hostPort: 80 },
        ],
      },
      { hostPorts: [80, 443] },
    ],
    ['how its image is pulled', { imagePullPolicy: 'Always' }, { imagePullPolicy: 'Always' }],
    [
      'Secrets in its environment',
      {
        envFrom: [{ secretRef: { name: 'all' } }, { configMapRef: { name: 'x' } }],
        env: [
          { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'p' } } },
          { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
          { name: 'PLAIN', value: 'never kept' },
        ],
      },
      { secretEnvironment: [{ secret: 'all' }, { variable: 'PASSWORD', secret: 'db' }] },
    ],
  ])('says of %s', (name, container, expected) => {
    const annotations = {
      'container.seccomp.security.alpha.kubernetes.io/annotated': 'runtime/default',
      'container.apparmor.security.beta.kubernetes.io/annotated': 'localhost/profile',
    };
    const own = {
      name: name === 'the annotations of its name' ? 'annotated' : 'c',
      image: 'i',
      ...container,
    };

    const { containers } = podSpecOf({ containers: [own] }, { annotations });

    expect(containers).toEqual([{ ...PLAIN_CONTAINER, ...expected, name: own.name }]);
  });

  it('in the network of the host has all its ports there', () => {
    const ports = [{ containerPort: 10250 }, { containerPort: 80, hostPort: 80 }];

    const { containers } = podSpecOf(
      { hostNetwork: true, containers: [{ name: 'c', image: 'i', ports }] },
      {},
    );

    expect(containers[0]?.hostPorts).toEqual([80, 10250]);
  });
});

describe('the token that admission mounts', () => {
  const projected = (name: string) => ({
    name,
    projected: { sources: [{ serviceAccountToken: { path: 'token' } }] },
  });
  const mountedAt = (mountPath: string, name: string) => [
    { name: 'c', image: 'i', volumeMounts: [{ name, mountPath }] },
  ];

  it.each<[string, object, boolean, Partial<PodSpec>]>([
    [
      'projected',
      { volumes: [projected('kube-api-access-x1')], containers: mountedAt(PLACE, 'kube-api-access-x1') },
      true,
      {},
    ],
    [
      "as the account's Secret, before Kubernetes 1.21",
      {
        volumes: [{ name: 'default-token-x1', secret: { secretName: 'default-token-x1' } }],
        containers: mountedAt(PLACE, 'default-token-x1'),
      },
      true,
      {},
    ],
    ['not at all', { containers: mountedAt('/data', 'data') }, false, {}],
    [
      'covered by something else',
      { volumes: [{ name: 'none', emptyDir: {} }], containers: mountedAt(`${PLACE}/`, 'none') },
      false,
      {},
    ],
    [
      "by the author's own hand",
      { volumes: [projected('mine')], containers: mountedAt(PLACE, 'mine') },
      true,
      { tokenVolumes: [{ volume: 'mine' }] },
    ],
    [
      'under its name, but elsewhere',
      { volumes: [projected('kube-api-access-x1')], containers: mountedAt('/token', 'kube-api-access-x1') },
      false,
      { tokenVolumes: [{ volume: 'kube-api-access-x1' }] },
    ],
  ])('%s', (_name, spec, mounted, own) => {
    expect(hasToken({ ...spec })).toBe(mounted);
    expect({ ...podSpecOf({ ...spec }, {}), containers: [] }).toEqual({ ...PLAIN, ...own });
  });
});
