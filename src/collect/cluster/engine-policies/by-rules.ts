import { isAboutNewPods } from '../../../components/cluster/admission/new-pods.ts';
import { type Raw, rawOf, rawsOf, textsOf } from '../raw.ts';
import { matchRuleOf } from '../reduce/admission.ts';
import { isSelective, selects } from '../reduce/selector.ts';
import { isOwn, type PolicyReader, type RefusingPolicy } from './policy.ts';

/** What a policy selects by, in the terms of webhooks and ValidatingAdmissionPolicies. */
interface Selection {
  rules: unknown;
  /** Selectors of namespaces and objects, and excluded rules. */
  match: Raw;
}

/**
 * Kyverno's ValidatingPolicies and ImageValidatingPolicies. Without actions they deny.
 * https://github.com/kyverno/kyverno/blob/v1.15.0/api/policies.kyverno.io/v1alpha1/validating_policy.go
 */
export const kyvernoValidatingPolicy: PolicyReader = (object) => {
  const spec = rawOf(object.spec);
  const evaluation = rawOf(spec.evaluation);
  const isAsked = rawOf(evaluation.admission).enabled !== false;
  const isOfKubernetes = evaluation.mode === undefined || evaluation.mode === 'Kubernetes';
  const actions = textsOf(spec.validationActions);
  if (!isAsked || !isOfKubernetes || (actions.length > 0 && !actions.includes('Deny'))) return null;
  const match = rawOf(spec.matchConstraints);
  return selecting(object, { rules: match.resourceRules, match });
};

/** https://github.com/kubewarden/kubewarden-controller/blob/v1.28.0/api/policies/v1/policy_types.go PolicyMode */
export const kubewardenPolicy: PolicyReader = (object) => {
  const spec = rawOf(object.spec);
  return spec.mode === 'monitor' ? null : selecting(object, { rules: spec.rules, match: spec });
};

function selecting(object: Raw, { rules, match }: Selection): RefusingPolicy | null {
  const spec = rawOf(object.spec);
  if (!rawsOf(rules).map(matchRuleOf).some(isAboutNewPods)) return null;
  const isConditional =
    spec.failurePolicy === 'Ignore' ||
    rawsOf(spec.matchConditions).length > 0 ||
    rawsOf(match.excludeResourceRules).length > 0 ||
    isSelective(match.objectSelector);
  return {
    isAboutAllIn: (namespace) =>
      !isConditional && isOwn(object, namespace) && selects(match.namespaceSelector, namespace.labels),
  };
}
