import type {
  AdmissionPolicy,
  AdmissionPolicyBinding,
  MatchRule,
  Webhook,
  WebhookConfiguration,
} from '../../../model/cluster/admission.ts';
import { type Raw, rawOf, rawsOf, textOf, textsOf } from '../raw.ts';
import { isSelective, type ListedNamespace, namesOf, selects } from './selector.ts';

/** What can be said only once the namespaces are known, which selectors are about. */
export type Pending<T> = (namespaces: readonly ListedNamespace[]) => T;

export function webhookConfigurationOf(
  kind: WebhookConfiguration['kind'],
): (object: Raw) => Pending<WebhookConfiguration> {
  return (object) => {
    const name = textOf(rawOf(object.metadata).name);
    const webhooks = rawsOf(object.webhooks).map(webhookOf);
    return (namespaces) => ({ kind, name, webhooks: webhooks.map((webhook) => webhook(namespaces)) });
  };
}

function webhookOf(webhook: Raw): Pending<Webhook> {
  const reduced = {
    name: textOf(webhook.name),
    calls: targetOf(rawOf(webhook.clientConfig)),
    failurePolicy: textOf(webhook.failurePolicy),
    rules: rawsOf(webhook.rules).map(matchRuleOf),
  };
  const reach = reachOf(webhook, rawsOf(webhook.matchConditions).length > 0);
  return (namespaces) => ({ ...reduced, ...reach(namespaces) });
}

/** A URL may hold a token in its path or query. */
function targetOf({ service, url }: Raw): string {
  const { namespace, name } = rawOf(service);
  if (service !== undefined) return `${textOf(namespace)}/${textOf(name)}`;
  return URL.parse(textOf(url))?.host ?? '';
}

export function matchRuleOf(rule: Raw): MatchRule {
  return {
    operations: textsOf(rule.operations),
    apiGroups: textsOf(rule.apiGroups),
    resources: textsOf(rule.resources),
  };
}

/** @param conditional whether something besides selectors keeps objects away */
function reachOf(match: Raw, conditional: boolean): Pending<Pick<Webhook, 'narrowed' | 'namespaces'>> {
  const { namespaceSelector, objectSelector } = match;
  if (conditional || isSelective(objectSelector)) return () => ({ narrowed: true });
  if (!isSelective(namespaceSelector)) return () => ({ narrowed: false });
  return (namespaces) => ({
    narrowed: true,
    namespaces: namesOf(namespaces, ({ labels }) => selects(namespaceSelector, labels)),
  });
}

export function admissionPolicyOf(object: Raw): Pending<AdmissionPolicy> {
  const spec = rawOf(object.spec);
  const match = rawOf(spec.matchConstraints);
  const reduced = {
    name: textOf(rawOf(object.metadata).name),
    failurePolicy: textOf(spec.failurePolicy),
    rules: rawsOf(match.resourceRules).map(matchRuleOf),
    validations: rawsOf(spec.validations).length,
  };
  const reach = reachOf(match, excludes(match) || rawsOf(spec.matchConditions).length > 0);
  return (namespaces) => ({ ...reduced, ...reach(namespaces) });
}

export function admissionPolicyBindingOf(object: Raw): Pending<AdmissionPolicyBinding> {
  const spec = rawOf(object.spec);
  const match = rawOf(spec.matchResources);
  const reduced = {
    name: textOf(rawOf(object.metadata).name),
    policy: textOf(spec.policyName),
    actions: textsOf(spec.validationActions),
  };
  const reach = reachOf(match, excludes(match) || rawsOf(match.resourceRules).length > 0);
  return (namespaces) => ({ ...reduced, ...reach(namespaces) });
}

/** Rules for single names are about hardly any new Pod, which has none yet when its controller makes it. */
function excludes(match: Raw): boolean {
  const named = rawsOf(match.resourceRules).some(({ resourceNames }) => textsOf(resourceNames).length > 0);
  return named || rawsOf(match.excludeResourceRules).length > 0;
}
