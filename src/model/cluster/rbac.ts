import { type Static, Type } from 'typebox';

const Names = Type.Array(Type.String());
const Labels = Type.Record(Type.String(), Type.String());

export const PolicyRuleSchema = Type.Object({
  verbs: Names,
  apiGroups: Names,
  resources: Names,
  resourceNames: Names,
  nonResourceURLs: Names,
});
export type PolicyRule = Static<typeof PolicyRuleSchema>;

/**
 * A Role or ClusterRole. The rules of an aggregated ClusterRole are those that the controller manager has put
 * together and the authorizer goes by.
 */
export const RoleSchema = Type.Object({
  kind: Type.Union([Type.Literal('Role'), Type.Literal('ClusterRole')]),
  /** Null for a ClusterRole. */
  namespace: Type.Union([Type.String(), Type.Null()]),
  name: Type.String(),
  /** Labels below kubernetes.io/ and rbac.authorization.k8s.io/, and who installed it. Anybody may set them. */
  labels: Labels,
  rules: Type.Array(PolicyRuleSchema),
  /** matchLabels of the aggregation rule; null: not aggregated. */
  aggregates: Type.Union([Type.Array(Labels), Type.Null()]),
});
export type Role = Static<typeof RoleSchema>;

export const SubjectSchema = Type.Object({
  kind: Type.Union([Type.Literal('User'), Type.Literal('Group'), Type.Literal('ServiceAccount')]),
  /** Of a service account; null for users and groups. */
  namespace: Type.Union([Type.String(), Type.Null()]),
  name: Type.String(),
});
export type Subject = Static<typeof SubjectSchema>;

/** A RoleBinding or ClusterRoleBinding. */
export const BindingSchema = Type.Object({
  kind: Type.Union([Type.Literal('RoleBinding'), Type.Literal('ClusterRoleBinding')]),
  /** Null for a ClusterRoleBinding. */
  namespace: Type.Union([Type.String(), Type.Null()]),
  name: Type.String(),
  labels: Labels,
  role: Type.Object({
    kind: Type.Union([Type.Literal('Role'), Type.Literal('ClusterRole')]),
    name: Type.String(),
  }),
  subjects: Type.Array(SubjectSchema),
});
export type Binding = Static<typeof BindingSchema>;

export const ServiceAccountSchema = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  /** automountServiceAccountToken; not there: unset, which counts as true. */
  automount: Type.Optional(Type.Boolean()),
  /** How many Secrets the account names. */
  secrets: Type.Integer({ minimum: 0 }),
  /** Keys of annotations that give it an identity in a cloud: eks.amazonaws.com/role-arn and its kind. */
  cloudIdentity: Names,
});
export type ServiceAccount = Static<typeof ServiceAccountSchema>;

/** A Secret of type kubernetes.io/service-account-token, a token that does not expire. Metadata only. */
export const TokenSecretSchema = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  /** The account that it stands for. */
  account: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.Union([Type.String(), Type.Null()]),
  /** Day that the API server noted it was last used; null: never noted (Kubernetes 1.26 and later note it). */
  lastUsed: Type.Union([Type.String(), Type.Null()]),
  /** Set by the controller manager when an unused token no longer counts. */
  invalidSince: Type.Union([Type.String(), Type.Null()]),
});
export type TokenSecret = Static<typeof TokenSecretSchema>;

/** A Secret of type bootstrap.kubernetes.io/token in kube-system, without its secret. */
export const BootstrapTokenSchema = Type.Object({
  name: Type.String(),
  /** As written; null: does not expire. */
  expiration: Type.Union([Type.String(), Type.Null()]),
  /** `authentication`, `signing`. */
  usages: Names,
  /** auth-extra-groups. */
  groups: Names,
});
export type BootstrapToken = Static<typeof BootstrapTokenSchema>;

/** A CertificateSigningRequest, other than those of kubelets. */
export const SigningRequestSchema = Type.Object({
  name: Type.String(),
  signer: Type.String(),
  /** Who asked. */
  username: Type.String(),
  groups: Names,
  usages: Names,
  state: Type.Union([
    Type.Literal('pending'),
    Type.Literal('approved'),
    Type.Literal('denied'),
    Type.Literal('failed'),
  ]),
  /** Whom the issued certificate names, else whom the request names, groups sorted; null: not decodable. */
  subject: Type.Union([Type.Object({ commonName: Type.String(), organizations: Names }), Type.Null()]),
  /** End of the issued certificate; null: none issued. */
  notAfter: Type.Union([Type.String(), Type.Null()]),
});
export type SigningRequest = Static<typeof SigningRequestSchema>;
