import type { ClusterView } from '../view.ts';
import { addedCapabilities, keepsCapabilities, keptCapabilities, rawSockets } from './capabilities.ts';
import { type ContainerCheck, containers, onLinux } from './containers.ts';
import type { PodCheck, PodRule } from './judged-workloads.ts';
import { seccompDefaults, seccompDefectIn, seccompProfiles } from './seccomp.ts';
import { rootDefect } from './users.ts';

const privileged: ContainerCheck = ({ privileged: is }) => (is ? 'is privileged' : null);

/** Unset lets a process gain more than its parent has; privileged containers always may. */
const escalation: ContainerCheck = ({ allowPrivilegeEscalation }) => {
  if (allowPrivilegeEscalation === false) return null;
  const how = allowPrivilegeEscalation === undefined ? 'unset, which is true' : 'true';
  return `has allowPrivilegeEscalation ${how}`;
};

const hostProcess: ContainerCheck = (container, spec) =>
  (container.hostProcess ?? spec.hostProcess) === true ? 'runs as a Windows HostProcess' : null;

const hostPorts: ContainerCheck = ({ hostPorts: ports }) =>
  ports.length === 0 ? null : `takes host port ${ports.join(', ')}`;

const secretEnvironment: ContainerCheck = ({ secretEnvironment: list }) => {
  const names = [...new Set(list.map(({ secret }) => secret))];
  return names.length === 0 ? null : `has Secret ${names.join(', ')} in its environment`;
};

/** The five fields that harden a container, all of them. */
function securityContexts(view: ClusterView): PodRule {
  const seccompDefect = seccompDefectIn(view);
  const check = containers((container, spec) => {
    const missing = [
      ...(rootDefect(container, spec) === null ? [] : ['runAsNonRoot']),
      ...(container.readOnlyRootFilesystem === true ? [] : ['readOnlyRootFilesystem']),
      ...(container.allowPrivilegeEscalation === false ? [] : ['allowPrivilegeEscalation: false']),
      ...(keepsCapabilities(container) ? ['capabilities drop ALL'] : []),
      ...(seccompDefect(container, spec) === null ? [] : ['seccompProfile']),
    ];
    return missing.length === 0 ? null : `lacks ${missing.join(', ')}`;
  });
  return {
    check: onLinux(check),
    holds: 'every container is hardened in all five fields',
    evidence: seccompDefaults(view).evidence,
  };
}

function always(check: PodCheck, holds: string): () => PodRule {
  return () => ({ check, holds });
}

/** Rules on Pods by the property they name. */
export const POD_CHECKS: Readonly<Record<string, (view: ClusterView) => PodRule>> = {
  'privileged-containers': always(containers(privileged), 'no container is privileged'),
  'host-process-namespaces': always(
    ({ hostPID }) => (hostPID ? ['shares the process namespace of its node'] : []),
    'none shares the process namespace of its node',
  ),
  'host-ipc-namespaces': always(
    ({ hostIPC }) => (hostIPC ? ['shares the IPC namespace of its node'] : []),
    'none shares the IPC namespace of its node',
  ),
  'host-networks': always(
    ({ hostNetwork }) => (hostNetwork ? ['shares the network of its node'] : []),
    'none shares the network of its node',
  ),
  'privilege-escalation': always(
    onLinux(containers(escalation)),
    'every container forbids privilege escalation',
  ),
  'root-containers': always(containers(rootDefect), 'no container may run as root'),
  'raw-sockets': rawSockets,
  'added-capabilities': addedCapabilities,
  'kept-capabilities': keptCapabilities,
  'windows-host-processes': always(containers(hostProcess), 'none is a Windows HostProcess'),
  'host-paths': always(
    ({ hostPaths }) => hostPaths.map((path) => `mounts ${path} of its node`),
    'none mounts a directory of its node',
  ),
  'host-ports': always(containers(hostPorts), 'no container takes a port of its node'),
  'seccomp-profiles': seccompProfiles,
  'security-contexts': securityContexts,
  'secret-environment': always(containers(secretEnvironment), 'no container has a Secret in its environment'),
};
