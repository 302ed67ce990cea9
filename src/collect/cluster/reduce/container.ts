import type { Container } from '../../../model/cluster/workloads.ts';
import { isFlag, isText, isWhole, optional, type Raw, rawOf, rawsOf, textOf, textsOf } from '../raw.ts';
import { appArmorOf } from './app-armor.ts';

const SECCOMP_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';
const APP_ARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** Of the Pod around a container. */
export interface Surroundings {
  annotations: Raw;
  hostNetwork: boolean;
}

/** All containers of a Pod's spec: init, main, ephemeral. */
export function containersOf(spec: Raw, surroundings: Surroundings): Container[] {
  const each = (list: string, roleOf: (container: Raw) => Container['role']) =>
    rawsOf(spec[list]).map((container) => containerOf(container, roleOf(container), surroundings));
  return [
    ...each('initContainers', ({ restartPolicy }) => (restartPolicy === 'Always' ? 'sidecar' : 'init')),
    ...each('containers', () => 'main'),
    ...each('ephemeralContainers', () => 'ephemeral'),
  ];
}

function containerOf(
  container: Raw,
  role: Container['role'],
  { annotations, hostNetwork }: Surroundings,
): Container {
  const name = textOf(container.name);
  const security = rawOf(container.securityContext);
  const capabilities = rawOf(security.capabilities);
  return {
    name,
    role,
    image: textOf(container.image),
    ...optional('imagePullPolicy', container.imagePullPolicy, isText),
    privileged: security.privileged === true,
    ...optional('allowPrivilegeEscalation', security.allowPrivilegeEscalation, isFlag),
    ...optional('runAsNonRoot', security.runAsNonRoot, isFlag),
    ...optional('runAsUser', security.runAsUser, isWhole),
    ...optional('readOnlyRootFilesystem', security.readOnlyRootFilesystem, isFlag),
    addedCapabilities: textsOf(capabilities.add),
    droppedCapabilities: textsOf(capabilities.drop),
    ...optional('seccomp', rawOf(security.seccompProfile).type, isText),
    ...optional('seccompAnnotation', annotations[SECCOMP_ANNOTATION + name], isText),
    ...optional('appArmor', appArmorOf(security, annotations[APP_ARMOR_ANNOTATION + name]), isText),
    ...optional('hostProcess', rawOf(security.windowsOptions).hostProcess, isFlag),
    ...optional('procMount', security.procMount, isText),
    hostPorts: hostPortsOf(container, hostNetwork),
    secretEnvironment: secretEnvironmentOf(container),
  };
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/apis/core/v1/defaults.go defaultHostNetworkPorts */
function hostPortsOf(container: Raw, hostNetwork: boolean): number[] {
  const ports = rawsOf(container.ports).map((port) =>
    hostNetwork ? Number(port.hostPort || port.containerPort || 0) : Number(port.hostPort ?? 0),
  );
  return [...new Set(ports)].filter((port) => port > 0).sort((left, right) => left - right);
}

function secretEnvironmentOf(container: Raw): Container['secretEnvironment'] {
  const whole = rawsOf(container.envFrom).flatMap(({ secretRef }) =>
    secretRef === undefined ? [] : [{ secret: textOf(rawOf(secretRef).name) }],
  );
  const single = rawsOf(container.env).flatMap(({ name, valueFrom }) => {
    const { secretKeyRef } = rawOf(valueFrom);
    return secretKeyRef === undefined
      ? []
      : [{ variable: textOf(name), secret: textOf(rawOf(secretKeyRef).name) }];
  });
  return [...whole, ...single];
}
