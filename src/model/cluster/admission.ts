import { type Static, Type } from 'typebox';

const Names = Type.Array(Type.String());

/**
 * Where nothing but a selector of namespaces narrows a webhook, policy or binding: those of the listed namespaces that
 * it is about, sorted.
 */
const Namespaces = Type.Optional(Names);

/** What a webhook or policy is called for. */
export const MatchRuleSchema = Type.Object({
  operations: Names,
  apiGroups: Names,
  resources: Names,
});
export type MatchRule = Static<typeof MatchRuleSchema>;

export const WebhookSchema = Type.Object({
  name: Type.String(),
  /** `namespace/name` of the service it calls, else the host of its URL. */
  calls: Type.String(),
  failurePolicy: Type.String(),
  rules: Type.Array(MatchRuleSchema),
  /** A selector or match condition keeps some objects away from it. */
  narrowed: Type.Boolean(),
  namespaces: Namespaces,
});
export type Webhook = Static<typeof WebhookSchema>;

export const WebhookConfigurationSchema = Type.Object({
  kind: Type.Union([
    Type.Literal('ValidatingWebhookConfiguration'),
    Type.Literal('MutatingWebhookConfiguration'),
  ]),
  name: Type.String(),
  webhooks: Type.Array(WebhookSchema),
});
export type WebhookConfiguration = Static<typeof WebhookConfigurationSchema>;

export const AdmissionPolicySchema = Type.Object({
  name: Type.String(),
  failurePolicy: Type.String(),
  rules: Type.Array(MatchRuleSchema),
  validations: Type.Integer({ minimum: 0 }),
  narrowed: Type.Boolean(),
  namespaces: Namespaces,
});
export type AdmissionPolicy = Static<typeof AdmissionPolicySchema>;

/** Without one, a ValidatingAdmissionPolicy has no effect. */
export const AdmissionPolicyBindingSchema = Type.Object({
  name: Type.String(),
  policy: Type.String(),
  /** Deny, Warn, Audit. */
  actions: Names,
  narrowed: Type.Boolean(),
  namespaces: Namespaces,
});
export type AdmissionPolicyBinding = Static<typeof AdmissionPolicyBindingSchema>;
