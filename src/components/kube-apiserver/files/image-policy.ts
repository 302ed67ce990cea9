import type { OpenedConfig } from '../../kubernetes/config-document.ts';

/** What ImagePolicyWebhook is told. */
export interface ImagePolicy {
  /** Images pass when the webhook does not answer. */
  failsOpen: boolean;
}

/**
 * The settings of ImagePolicyWebhook, which have no version and whose keys are read whatever their case.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/plugin/pkg/admission/imagepolicy/admission.go NewImagePolicyWebhook
 */
export function readImagePolicy({ document }: OpenedConfig): ImagePolicy {
  const entry = document.entries.findLast(
    ({ path, type }) => path.join('.').toLowerCase() === 'imagepolicy.defaultallow' && type !== 'null',
  );
  return { failsOpen: entry?.value === true };
}
