import { type Static, Type } from 'typebox';
import {
  AdmissionPolicyBindingSchema,
  AdmissionPolicySchema,
  WebhookConfigurationSchema,
} from './cluster/admission.ts';
import {
  CustomResourceSchema,
  DefaultObjectsSchema,
  IngressSchema,
  NamespaceSchema,
  NetworkPolicySchema,
  NodeSchema,
  ServiceSchema,
} from './cluster/objects.ts';
import {
  BindingSchema,
  BootstrapTokenSchema,
  RoleSchema,
  ServiceAccountSchema,
  SigningRequestSchema,
  TokenSecretSchema,
} from './cluster/rbac.ts';
import { PodSpecSchema, WorkloadSchema } from './cluster/workloads.ts';
import { factOf } from './fact-schema.ts';
import { PlaceSchema } from './given-files.ts';

/** What came of listing one kind. Only after `listed` does an empty list mean that there is nothing. */
export const ListingSchema = Type.Union([
  Type.Object({ state: Type.Literal('listed'), count: Type.Integer({ minimum: 0 }) }),
  /** The server has no such kind: too old, too new, or not installed. */
  Type.Object({ state: Type.Literal('absent'), reason: Type.String() }),
  /** The account may not list it (403), or is not known (401). */
  Type.Object({ state: Type.Literal('refused'), status: Type.Integer(), reason: Type.String() }),
  /** No answer, or none that can be used; `status` if there was one. */
  Type.Object({
    state: Type.Literal('failed'),
    status: Type.Optional(Type.Integer()),
    reason: Type.String(),
  }),
]);
export type Listing = Static<typeof ListingSchema>;

/** Whom the API server was asked as. No credentials, only their public side. */
export const ClusterAccessSchema = Type.Object({
  /** `kubeconfig /root/.kube/config, context prod`, or the service account of the Pod that the scan runs in. */
  source: Type.String(),
  credentials: Type.Union([
    Type.Literal('client-certificate'),
    Type.Literal('token'),
    Type.Literal('password'),
    /** Over plain HTTP none are sent. */
    Type.Literal('none'),
  ]),
  /** Subject and end of the client certificate. */
  subject: Type.Optional(Type.String()),
  notAfter: Type.Optional(Type.String()),
  /** What a reader should know: the server's certificate was not verified, a proxy was used … */
  notes: Type.Array(Type.String()),
});
export type ClusterAccess = Static<typeof ClusterAccessSchema>;

/**
 * What is kept of a cluster: the security side of its objects, condensed so that 150,000 Pods fit into memory. All
 * lists are sorted by namespace and name. `kinds` says of each kind whether it was listed (names: cluster/kinds.ts);
 * a list whose kind was not listed is empty, or not complete, and proves nothing.
 */
export const ClusterFactsSchema = Type.Object({
  state: Type.Literal('asked'),
  /**
   * Present when no API server was asked and the objects stand in files that nothing runs yet: where each stands, by
   * `Deployment shop/web`. Of objects that are not among them nothing is known.
   */
  places: Type.Optional(Type.Record(Type.String(), PlaceSchema)),
  /** `https://10.0.0.1:6443`, behind some proxies with a path; without credentials. */
  server: Type.String(),
  access: ClusterAccessSchema,
  /** `v1.34.1` as the API server says. */
  version: factOf(Type.String()),
  kinds: Type.Record(Type.String(), ListingSchema),
  namespaces: Type.Array(NamespaceSchema),
  nodes: Type.Array(NodeSchema),
  /** Distinct specs of Pods and templates; workloads refer to them by index. */
  podSpecs: Type.Array(PodSpecSchema),
  workloads: Type.Array(WorkloadSchema),
  serviceAccounts: Type.Array(ServiceAccountSchema),
  tokenSecrets: Type.Array(TokenSecretSchema),
  bootstrapTokens: Type.Array(BootstrapTokenSchema),
  signingRequests: Type.Array(SigningRequestSchema),
  /** Roles and ClusterRoles. */
  roles: Type.Array(RoleSchema),
  /** RoleBindings and ClusterRoleBindings. */
  bindings: Type.Array(BindingSchema),
  networkPolicies: Type.Array(NetworkPolicySchema),
  services: Type.Array(ServiceSchema),
  ingresses: Type.Array(IngressSchema),
  /** Validating and mutating ones. */
  webhooks: Type.Array(WebhookConfigurationSchema),
  admissionPolicies: Type.Array(AdmissionPolicySchema),
  admissionPolicyBindings: Type.Array(AdmissionPolicyBindingSchema),
  /** Names of all CustomResourceDefinitions. */
  customResourceDefinitions: Type.Array(Type.String()),
  /** Those of network, admission and secret-store engines, counted. */
  customResources: Type.Array(CustomResourceSchema),
  /** Names; the kind is gone since Kubernetes 1.25. */
  podSecurityPolicies: Type.Array(Type.String()),
  /** Names. */
  csiDrivers: Type.Array(Type.String()),
  /** What lies in the namespace `default` of kinds that are listed only there; the other lists have their own. */
  defaultNamespace: Type.Array(DefaultObjectsSchema),
});
export type ClusterFacts = Static<typeof ClusterFactsSchema>;

/** Who may do what, of the facts of a cluster. */
export type Rights = Pick<ClusterFacts, 'roles' | 'bindings' | 'places'>;

/** The cluster of the judged machine, or why there are no facts about it. */
export const ClusterSchema = Type.Union([
  ClusterFactsSchema,
  /** Nobody asked for it, or there is neither kubeconfig nor service account. */
  Type.Object({ state: Type.Literal('absent'), reason: Type.String() }),
  /** There is one, but it cannot be used: broken, or it would run a program. */
  Type.Object({ state: Type.Literal('unusable'), reason: Type.String() }),
]);
export type Cluster = Static<typeof ClusterSchema>;
