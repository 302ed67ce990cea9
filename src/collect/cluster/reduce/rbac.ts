import type { Binding, PolicyRule, Role, ServiceAccount, Subject } from '../../../model/cluster/rbac.ts';
import { isFlag, optional, pickedTexts, type Raw, rawOf, rawsOf, textOf, textsOf } from '../raw.ts';

/** Labels that tell where a role or binding comes from. */
const ORIGIN_LABELS = new Set([
  'app.kubernetes.io/managed-by',
  'app.kubernetes.io/part-of',
  'app.kubernetes.io/name',
  'addonmanager.kubernetes.io/mode',
  'k8s-addon',
  'olm.owner',
  'olm.owner.kind',
]);

function labelsOf(metadata: Raw): Record<string, string> {
  return pickedTexts(
    metadata.labels,
    (key) => /^(kubernetes\.io|rbac\.authorization\.k8s\.io)\//.test(key) || ORIGIN_LABELS.has(key),
  );
}

export function roleOf(kind: Role['kind']): (object: Raw) => Role {
  return (object) => {
    const metadata = rawOf(object.metadata);
    return {
      kind,
      namespace: kind === 'Role' ? textOf(metadata.namespace) : null,
      name: textOf(metadata.name),
      labels: labelsOf(metadata),
      rules: rawsOf(object.rules).map(ruleOf),
      aggregates: object.aggregationRule === undefined ? null : selectorsOf(rawOf(object.aggregationRule)),
    };
  };
}

function selectorsOf(aggregation: Raw): Record<string, string>[] {
  return rawsOf(aggregation.clusterRoleSelectors).map(({ matchLabels }) =>
    pickedTexts(matchLabels, () => true),
  );
}

function ruleOf(rule: Raw): PolicyRule {
  return {
    verbs: textsOf(rule.verbs),
    apiGroups: textsOf(rule.apiGroups),
    resources: textsOf(rule.resources),
    resourceNames: textsOf(rule.resourceNames),
    nonResourceURLs: textsOf(rule.nonResourceURLs),
  };
}

export function bindingOf(kind: Binding['kind']): (object: Raw) => Binding {
  return (object) => {
    const metadata = rawOf(object.metadata);
    const role = rawOf(object.roleRef);
    const namespace = kind === 'RoleBinding' ? textOf(metadata.namespace) : null;
    return {
      kind,
      namespace,
      name: textOf(metadata.name),
      labels: labelsOf(metadata),
      role: { kind: role.kind === 'Role' ? 'Role' : 'ClusterRole', name: textOf(role.name) },
      subjects: rawsOf(object.subjects).flatMap((subject) => subjectsOf(subject, namespace)),
    };
  };
}

/**
 * The API server accepts these three kinds and no other: pkg/apis/rbac/validation/validation.go ValidateRoleBindingSubject.
 * An account without namespace is one of the binding's: pkg/registry/rbac/validation/rule.go appliesToUser.
 */
function subjectsOf(subject: Raw, bindingNamespace: string | null): Subject[] {
  const { kind } = subject;
  if (kind !== 'User' && kind !== 'Group' && kind !== 'ServiceAccount') return [];
  const namespace = kind === 'ServiceAccount' ? textOf(subject.namespace) || bindingNamespace : null;
  return [{ kind, namespace, name: textOf(subject.name) }];
}

/** Annotations by which a cloud gives an account an identity of its own. */
const CLOUD_IDENTITY = [
  'eks.amazonaws.com/role-arn',
  'azure.workload.identity/client-id',
  'iam.gke.io/gcp-service-account',
];

export function serviceAccountOf(object: Raw): ServiceAccount {
  const metadata = rawOf(object.metadata);
  const annotations = rawOf(metadata.annotations);
  return {
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
    ...optional('automount', object.automountServiceAccountToken, isFlag),
    secrets: rawsOf(object.secrets).length,
    cloudIdentity: CLOUD_IDENTITY.filter((key) => annotations[key] !== undefined),
  };
}
