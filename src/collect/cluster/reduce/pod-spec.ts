import type { PodSpec } from '../../../model/cluster/workloads.ts';
import { isFlag, isText, isWhole, optional, type Raw, rawOf, rawsOf, textOf } from '../raw.ts';
import { appArmorOf } from './app-armor.ts';
import { containersOf } from './container.ts';
import { isFromAdmission } from './token.ts';

const SECCOMP_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';

/**
 * The security side of a Pod, or of the template of one.
 * @param metadata of the Pod or template: some settings were annotations
 */
export function podSpecOf(spec: Raw, metadata: Raw): PodSpec {
  const annotations = rawOf(metadata.annotations);
  const security = rawOf(spec.securityContext);
  const hostNetwork = spec.hostNetwork === true;
  return {
    hostNetwork,
    hostPID: spec.hostPID === true,
    hostIPC: spec.hostIPC === true,
    ...volumesOf(spec),
    serviceAccount: textOf(spec.serviceAccountName) || textOf(spec.serviceAccount) || 'default',
    ...optional('automount', spec.automountServiceAccountToken, isFlag),
    ...optional('os', rawOf(spec.os).name ?? rawOf(spec.nodeSelector)['kubernetes.io/os'], isText),
    ...optional('runAsNonRoot', security.runAsNonRoot, isFlag),
    ...optional('runAsUser', security.runAsUser, isWhole),
    ...optional('seccomp', rawOf(security.seccompProfile).type, isText),
    ...optional('seccompAnnotation', annotations[SECCOMP_ANNOTATION], isText),
    ...optional('appArmor', appArmorOf(security, undefined), isText),
    ...optional('hostProcess', rawOf(security.windowsOptions).hostProcess, isFlag),
    ...optional('runtimeClass', spec.runtimeClassName, isText),
    sysctls: rawsOf(security.sysctls)
      .map(({ name }) => textOf(name))
      .sort(),
    containers: containersOf(spec, { annotations, hostNetwork }),
  };
}

function volumesOf(spec: Raw): Pick<PodSpec, 'hostPaths' | 'tokenVolumes' | 'secretVolumes'> {
  const volumes = rawsOf(spec.volumes).filter((volume) => !isFromAdmission(volume, spec));
  return {
    hostPaths: volumes
      .map((volume) => textOf(rawOf(volume.hostPath).path))
      .filter((path) => path !== '')
      .sort(),
    tokenVolumes: volumes.flatMap((volume) =>
      sourcesOf(volume, 'serviceAccountToken').map(({ audience }) => ({
        volume: textOf(volume.name),
        ...optional('audience', audience, isText),
      })),
    ),
    secretVolumes: [...new Set(volumes.flatMap(secretsOf))].sort(),
  };
}

function secretsOf(volume: Raw): string[] {
  const whole = textOf(rawOf(volume.secret).secretName);
  const parts = sourcesOf(volume, 'secret').map(({ name }) => textOf(name));
  return [whole, ...parts].filter((name) => name !== '');
}

/** What a projected volume is put together from, of one kind. */
export function sourcesOf(volume: Raw, kind: string): readonly Raw[] {
  return rawsOf(rawOf(volume.projected).sources).flatMap((source) =>
    source[kind] === undefined ? [] : [rawOf(source[kind])],
  );
}
