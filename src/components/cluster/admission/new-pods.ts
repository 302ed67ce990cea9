import type { MatchRule } from '../../../model/cluster/admission.ts';

/** Whether a rule of a webhook or policy is about the creation of Pods. */
export function isAboutNewPods({ operations, apiGroups, resources }: MatchRule): boolean {
  const has = (list: readonly string[], ...wanted: string[]) => list.some((one) => wanted.includes(one));
  return has(operations, 'CREATE', '*') && has(apiGroups, '', '*') && has(resources, 'pods', '*', '*/*');
}
