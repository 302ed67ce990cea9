import type { DurableEdit } from '../../model/plan.ts';

/** Keys of ClusterConfiguration that hold the arguments of a component. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  'kube-apiserver': ['apiServer'],
  'kube-controller-manager': ['controllerManager'],
  'kube-scheduler': ['scheduler'],
  etcd: ['etcd', 'local'],
};

/** A text of a ConfigMap in kube-system. */
export interface Place {
  configMap: string;
  key: string;
}

/** Null: kubeadm gives that component no arguments. */
export function sectionOf(component: string): readonly string[] | null {
  return Object.hasOwn(SECTIONS, component) ? (SECTIONS[component] ?? null) : null;
}

export function placeOf(edit: DurableEdit): Place {
  return edit.kind === 'kubelet-key'
    ? { configMap: edit.configMap, key: 'kubelet' }
    : { configMap: 'kubeadm-config', key: 'ClusterConfiguration' };
}

export function nameOf({ configMap }: Pick<Place, 'configMap'>): string {
  return `ConfigMap kube-system/${configMap}`;
}

/** Where the API has it. */
export function pathOf({ configMap }: Pick<Place, 'configMap'>): string {
  return `/api/v1/namespaces/kube-system/configmaps/${configMap}`;
}

/** What an edit is about: two edits of one spot replace each other. */
export function spotOf(edit: DurableEdit): string {
  switch (edit.kind) {
    case 'kubeadm-argument':
      return `${edit.component} --${edit.name}`;
    case 'kubeadm-volume':
      return `${edit.component} volume ${edit.path}`;
    case 'kubelet-key':
      return `${edit.configMap} ${edit.path.join('.')}`;
  }
}

/** One edit for each spot: what the last is to make of what was there before the first. */
export function collapsed(edits: readonly DurableEdit[]): readonly DurableEdit[] {
  const bySpot = new Map<string, DurableEdit>();
  for (const edit of edits) {
    const first = bySpot.get(spotOf(edit));
    const was = first !== undefined && 'was' in first ? { was: first.was } : {};
    bySpot.set(spotOf(edit), { ...edit, ...was } as DurableEdit);
  }
  return [...bySpot.values()];
}

/** Edits by the text that they are made in. */
export function byPlace(edits: readonly DurableEdit[]): { place: Place; edits: readonly DurableEdit[] }[] {
  const groups = Map.groupBy(edits, (edit) => placeOf(edit).configMap);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ place: placeOf(first), edits: collapsed(group) }];
  });
}
