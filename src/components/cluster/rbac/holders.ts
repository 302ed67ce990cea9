import type { Binding } from '../../../model/cluster/rbac.ts';
import type { ClusterFacts } from '../../../model/cluster.ts';
import type { Origin } from '../../../model/origin.ts';
import type { PropertyItem } from '../../subject.ts';
import { type ClusterProperty, count, listParameter, nameOf, objectOrigin, quoted } from '../view.ts';
import { subjectName } from './bootstrap.ts';
import { type Holding, holdingsOf } from './holdings.ts';
import { needingRbac, RBAC_KINDS } from './needing-rbac.ts';
import type { Power } from './powers.ts';
import { unknownRole } from './roles.ts';

/** Who holds a right, item by subject. Those whom the API server itself gave it are counted, not listed. */
export function holdersOf(power: Power): ClusterProperty {
  const { may } = power;
  return needingRbac(RBAC_KINDS, ({ facts, parameters }) => {
    const all = holdingsOf(facts, power);
    const allowed = listParameter(parameters, 'allowed-subjects');
    const [bootstrapped, others] = [
      all.filter((one) => one.bootstrapped),
      all.filter((one) => !one.bootstrapped),
    ];
    const held = [...Map.groupBy(others, ({ subject }) => subjectName(subject))].map(([name, list]) =>
      itemOf(facts, name, list, may, allowed),
    );
    const items = [...held, ...openItems(facts, may, allowed)];
    const by = `${count(new Set(bootstrapped.map(({ subject }) => subjectName(subject))).size, 'subject')} that Kubernetes itself gives it to`;
    const none = `Nobody but ${by} may ${may}.`;
    return {
      state: 'items',
      items,
      virtue: () => `Only ${items.map(({ label }) => label).join(', ')} and ${by} may ${may}.`,
      none: { status: 'pass', reason: none },
      evidence: [
        quoted(
          'holders by default',
          [...new Set(bootstrapped.map(({ subject }) => subjectName(subject)))],
          'clusterrolebindings',
        ),
      ],
    };
  });
}

function itemOf(
  facts: ClusterFacts,
  name: string,
  holdings: readonly Holding[],
  may: string,
  allowed: readonly string[],
): PropertyItem {
  const ways = holdings.map(({ binding, what }) => {
    const where = binding.namespace === null ? 'everywhere' : `in ${binding.namespace}`;
    return `${[...new Set(what)].join('; ')} ${where} by ${nameOf(binding.kind, binding.namespace, binding.name)} (${binding.role.kind} ${binding.role.name})`;
  });
  const [first] = holdings;
  return {
    label: name,
    attributes: { allowed: allowed.includes(name) ? 'yes' : 'no' },
    origin: bindingOrigin(facts, first?.binding),
    defects: { allowed: `${name} may ${may}: ${ways.slice(0, 3).join('; ')}${ways.length > 3 ? ' …' : ''}.` },
    note: `${ways.slice(0, 10).join('; ')}.`,
  };
}

/** Bindings of files whose role is not among them: what they give is not known. */
function openItems(facts: ClusterFacts, may: string, allowed: readonly string[]): PropertyItem[] {
  return facts.bindings.flatMap((binding) => {
    const why = unknownRole(facts, binding);
    const others = binding.subjects.filter((subject) => !allowed.includes(subjectName(subject)));
    if (why === null || others.length === 0) return [];
    const label = nameOf(binding.kind, binding.namespace, binding.name);
    return [
      {
        label,
        attributes: {},
        origin: bindingOrigin(facts, binding),
        unknown: {
          allowed: `Whether ${others.map(subjectName).join(', ')} may ${may} by ${label} is not known: ${why}.`,
        },
      },
    ];
  });
}

function bindingOrigin(facts: ClusterFacts, binding: Binding | undefined): Origin {
  const name = binding === undefined ? '' : nameOf(binding.kind, binding.namespace, binding.name);
  return objectOrigin(facts, name, binding?.kind === 'RoleBinding' ? 'rolebindings' : 'clusterrolebindings');
}
