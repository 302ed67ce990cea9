import { etcdSettings, variableOf } from '../../components/etcd/settings.ts';
import type { Change, Operation } from '../../model/plan.ts';

/** The text that a change gives a setting of etcd, wherever it is set; null when it leaves it alone. */
export function plannedText({ edits }: Change, name: keyof typeof etcdSettings): string | null {
  const operations = edits.flatMap((edit) => (edit.kind === 'content' ? edit.operations : []));
  const value = operations.map((one) => given(one, name)).findLast((one) => one !== undefined);
  return typeof value === 'string' ? value : null;
}

function given(operation: Operation, name: keyof typeof etcdSettings): unknown {
  switch (operation.kind) {
    case 'manifest-flag':
    case 'environment-flag':
    case 'unit-flag':
    case 'argument-list':
    case 'args-file-flag':
    case 'kubeadm-argument':
      return operation.flag === name ? operation.value : undefined;
    case 'environment-variable':
      return operation.variable === variableOf(name) ? operation.value : undefined;
    case 'config-key':
      return operation.path.join('.') === etcdSettings[name].file ? operation.value : undefined;
    case 'manifest-mount':
      return undefined;
  }
}
