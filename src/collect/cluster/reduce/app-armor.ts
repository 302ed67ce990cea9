import { type Raw, rawOf, textOf } from '../raw.ts';

/**
 * The AppArmor profile in the words of the field, which the annotation preceded until Kubernetes 1.30. Empty: not set.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/registry/core/pod/strategy.go podSpecAppArmorProfile
 */
export function appArmorOf(security: Raw, annotation: unknown): string {
  const field = textOf(rawOf(security.appArmorProfile).type);
  if (field !== '') return field;
  const text = textOf(annotation);
  if (text === 'unconfined') return 'Unconfined';
  if (text === 'runtime/default') return 'RuntimeDefault';
  return text.startsWith('localhost/') ? 'Localhost' : '';
}
