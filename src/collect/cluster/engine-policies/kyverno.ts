import { type Raw, rawOf, rawsOf, textOf, textsOf } from '../raw.ts';
import { type ListedNamespace, selects } from '../reduce/selector.ts';
import { isOwn, type PolicyReader, takes } from './policy.ts';

/**
 * Kyverno's ClusterPolicies and Policies: rules that match resources by kind and place, and validate them.
 * https://github.com/kyverno/kyverno/blob/v1.15.0/api/kyverno/v1/spec_types.go
 */
export const kyvernoPolicy: PolicyReader = (object) => {
  const spec = rawOf(object.spec);
  const rules = rawsOf(spec.rules).filter((rule) => refuses(rule, spec) && matches(rule).some(isAboutPods));
  if (spec.admission === false || rules.length === 0) return null;
  return {
    isAboutAllIn: (namespace) =>
      isAlwaysAsked(spec) &&
      isOwn(object, namespace) &&
      rules.some((rule) => isAboutAll(rule, spec, namespace)),
  };
};

/** Policies that may be skipped have a webhook of their own. */
function isAlwaysAsked({ failurePolicy, webhookConfiguration }: Raw): boolean {
  const own = rawOf(webhookConfiguration);
  return ![failurePolicy, own.failurePolicy].includes('Ignore') && rawsOf(own.matchConditions).length === 0;
}

/** Validates, and does more than to report somewhere. */
function refuses(rule: Raw, spec: Raw): boolean {
  const isValidating = Object.keys(rawOf(rule.validate)).length > 0;
  return (
    isValidating &&
    [actionOf(rule, spec), ...overrides(rule, spec).map(({ action }) => action)].some(isEnforce)
  );
}

/** That of the rule came with 1.13, that of the policy is older; without either it reports. */
function actionOf({ validate }: Raw, { validationFailureAction }: Raw): unknown {
  return rawOf(validate).failureAction ?? validationFailureAction;
}

function overrides({ validate }: Raw, { validationFailureActionOverrides }: Raw): readonly Raw[] {
  return [...rawsOf(rawOf(validate).failureActionOverrides), ...rawsOf(validationFailureActionOverrides)];
}

function isEnforce(action: unknown): boolean {
  return textOf(action).toLowerCase() === 'enforce';
}

/** What a rule is about: one of `any`, all of `all`, or the older `resources`. */
function matches({ match }: Raw): readonly Raw[] {
  const { any, all, resources } = rawOf(match);
  return [...rawsOf(any), ...rawsOf(all), ...(resources === undefined ? [] : [rawOf(match)])];
}

/** `Pod`, `v1/Pod`, `*` … */
function isAboutPods({ resources }: Raw): boolean {
  return textsOf(rawOf(resources).kinds).some((kind) => /(^|\/)(Pod|\*)$/.test(kind));
}

/** Conditions that hang on the Pod, on who makes it, or on the action in one namespace leave it open. */
function isAboutAll(rule: Raw, spec: Raw, namespace: ListedNamespace): boolean {
  const isConditional =
    rule.preconditions !== undefined ||
    rawsOf(rule.celPreconditions).length > 0 ||
    overrides(rule, spec).length > 0;
  if (isConditional || !isEnforce(actionOf(rule, spec)) || mayExclude(rule, namespace)) return false;
  const { any, all, ...whole } = rawOf(rule.match);
  const every = all === undefined ? [] : rawsOf(all);
  if (every.length > 0) return every.every((one) => takesAllPods(one, namespace));
  return [...rawsOf(any), whole].some((one) => takesAllPods(one, namespace));
}

const PLACES = new Set(['kinds', 'namespaces', 'namespaceSelector', 'operations']);

/** By kind and place alone. */
function takesAllPods(filter: Raw, { fact, labels }: ListedNamespace): boolean {
  const resources = rawOf(filter.resources);
  const isPlain = onlyResources(filter) && Object.keys(resources).every((key) => PLACES.has(key));
  const [namespaces, operations] = [textsOf(resources.namespaces), textsOf(resources.operations)];
  return (
    isPlain &&
    isAboutPods(filter) &&
    (operations.length === 0 || operations.includes('CREATE')) &&
    (namespaces.length === 0 || namespaces.some((pattern) => takes(pattern, fact.name))) &&
    !JSON.stringify(resources.namespaceSelector ?? '').match(/[*?]/) &&
    selects(resources.namespaceSelector, labels)
  );
}

/** One that names other namespaces leaves this one alone; any other may leave out some of its Pods. */
function mayExclude({ exclude }: Raw, { fact }: ListedNamespace): boolean {
  const { any, all, ...whole } = rawOf(exclude);
  const filters = [...rawsOf(any), ...rawsOf(all), ...(Object.keys(whole).length > 0 ? [whole] : [])];
  return filters.some(({ resources }) => {
    const namespaces = textsOf(rawOf(resources).namespaces);
    return namespaces.length === 0 || namespaces.some((pattern) => takes(pattern, fact.name));
  });
}

function onlyResources(filter: Raw): boolean {
  return Object.keys(filter).every((key) => key === 'resources');
}
