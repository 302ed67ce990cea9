import type { Origin } from '../../model/origin.ts';
import type { OpenedConfig } from '../kubernetes/config-document.ts';
import { lineIn } from './config-file.ts';

/**
 * Why a drop-in is refused before it is merged: it must say what it is, from 1.32 on exactly, and no key may stand
 * there twice. DecodeKubeletConfigurationIntoJSON, mergeKubeletConfigurations
 */
export function headProblem(
  opened: OpenedConfig,
  exact: boolean,
): { because: string; origin: Origin } | null {
  const at = lineIn(opened, 'drop-in');
  const [repeated] = opened.document.duplicateKeys ?? [];
  if (repeated !== undefined)
    return { because: `the key ${repeated.path} stands there twice`, origin: at(repeated.line) };
  if (textAt(opened, 'kind') === '') return { because: 'it has no kind', origin: at(1) };
  if (!exact) return null;
  if (textAt(opened, 'kind') !== 'KubeletConfiguration')
    return { because: 'its kind is not KubeletConfiguration', origin: at(1) };
  return textAt(opened, 'apiVersion') === 'kubelet.config.k8s.io/v1beta1'
    ? null
    : { because: 'its apiVersion is not kubelet.config.k8s.io/v1beta1', origin: at(1) };
}

function textAt({ document }: OpenedConfig, name: string): string {
  const value = document.entries.find(({ path }) => path.length === 1 && path[0] === name)?.value;
  return typeof value === 'string' ? value : '';
}
