import type { Binding, PolicyRule, Subject } from '../../../model/cluster/rbac.ts';
import type { ClusterFacts } from '../../../model/cluster.ts';
import type { PropertyItem } from '../../subject.ts';
import { type ClusterProperty, nameOf, objectOrigin } from '../view.ts';
import { addedRules, installerBinding, isBootstrapBinding, subjectName } from './bootstrap.ts';
import { needingRbac, RBAC_KINDS } from './needing-rbac.ts';
import { roleFinder, ruleText } from './roles.ts';

/**
 * Bindings that give something to a user or group that everybody is in, other than those that Kubernetes itself makes
 * and whose roles still allow no more than it gave them. Those of an installer are allowed, and there by name.
 */
export function wideBindings(kind: Subject['kind'], name: string): ClusterProperty {
  const isWide = (subject: Subject) => subject.kind === kind && subject.name === name;
  return needingRbac(RBAC_KINDS, ({ facts }) => ({
    state: 'items',
    items: itemsOf(facts, isWide),
    virtue: () => `No binding names ${name}, but for those of Kubernetes itself and of its installer.`,
    none: { status: 'pass', reason: `No binding names ${name}, but for those that Kubernetes itself makes.` },
  }));
}

function itemsOf(facts: ClusterFacts, isWide: (subject: Subject) => boolean): PropertyItem[] {
  const roleOf = roleFinder(facts);
  return facts.bindings.flatMap((binding) =>
    binding.subjects.filter(isWide).flatMap((subject) => {
      const role = roleOf(binding);
      const installed = installerBinding(binding, subject, role);
      if (installed !== null) return [installerItem(facts, binding, subject, installed)];
      if (!isBootstrapBinding(binding, subject)) return [itemOf(facts, binding, subject, [])];
      const added = role === undefined ? [] : addedRules(role);
      return added.length === 0 ? [] : [itemOf(facts, binding, subject, added)];
    }),
  );
}

function itemOf(
  facts: ClusterFacts,
  binding: Binding,
  subject: Subject,
  added: readonly PolicyRule[],
): PropertyItem {
  const label = nameOf(binding.kind, binding.namespace, binding.name);
  const gives = `${label} gives ${binding.role.kind} ${binding.role.name} to ${subjectName(subject)}`;
  const more = `, and more was added to that role than Kubernetes gives it: ${added.map(ruleText).join('; ')}`;
  return {
    label,
    attributes: { allowed: 'no', madeBy: 'others' },
    origin: objectOrigin(
      facts,
      label,
      binding.kind === 'RoleBinding' ? 'rolebindings' : 'clusterrolebindings',
    ),
    defects: { allowed: `${gives}${added.length > 0 ? more : ''}.` },
  };
}

/** By the letter it counts like any other. */
function installerItem(facts: ClusterFacts, binding: Binding, subject: Subject, what: string): PropertyItem {
  const item = itemOf(facts, binding, subject, []);
  return {
    ...item,
    attributes: { allowed: 'yes', madeBy: 'installer' },
    defects: { madeBy: item.defects?.allowed ?? '' },
    note: `Exempt: ${what}.`,
  };
}
