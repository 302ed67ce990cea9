import { type Static, Type } from 'typebox';

const Names = Type.Array(Type.String());
const Labels = Type.Record(Type.String(), Type.String());

export const NamespaceSchema = Type.Object({
  name: Type.String(),
  /** Active or Terminating. */
  phase: Type.String(),
  /** Labels below pod-security.kubernetes.io/, without that prefix: `enforce`, `enforce-version`, `warn` … */
  podSecurity: Labels,
});
export type Namespace = Static<typeof NamespaceSchema>;

export const NodeSchema = Type.Object({
  name: Type.String(),
  os: Type.String(),
  architecture: Type.String(),
  /** `v1.34.1`, with the suffix of a distribution. */
  kubelet: Type.String(),
  /** `containerd://1.7.27`. */
  containerRuntime: Type.String(),
  osImage: Type.String(),
  providerID: Type.String(),
  /** Sorted, from labels node-role.kubernetes.io/… and kubernetes.io/role. */
  roles: Names,
  /** Labels that name the provider or the distribution. */
  labels: Labels,
  /** Keys of annotations that do. */
  annotations: Names,
});
export type Node = Static<typeof NodeSchema>;

export const NetworkPolicySchema = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  /** The empty selector: it is about every Pod of the namespace. */
  everyPod: Type.Boolean(),
  /** Ingress, Egress; filled in by the API server. */
  directions: Names,
  /** How many rules let something in, or out. */
  ingressRules: Type.Integer({ minimum: 0 }),
  egressRules: Type.Integer({ minimum: 0 }),
});
export type NetworkPolicy = Static<typeof NetworkPolicySchema>;

export const ServiceSchema = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  type: Type.String(),
  externalIPs: Names,
  /** Keys of annotations that tell a provider's load balancer what to do. */
  loadBalancer: Names,
});
export type Service = Static<typeof ServiceSchema>;

export const IngressSchema = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  hosts: Names,
  /** Hosts that have a certificate named for them. */
  tlsHosts: Names,
  /** A tls section without hosts stands for all of them. */
  tlsForAll: Type.Boolean(),
});
export type Ingress = Static<typeof IngressSchema>;

/** How many objects a custom resource has that tells which engine is in use. */
export const CustomResourceSchema = Type.Object({
  /** Name of the definition: `ciliumnetworkpolicies.cilium.io`. */
  definition: Type.String(),
  /** Objects in all; null: could not be listed, for `reason`. */
  count: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  /** Sorted namespaces that have at least one, asked for network policies only. */
  namespaces: Names,
  reason: Type.Optional(Type.String()),
  /** Of policies of an admission engine: how many are set to refuse new Pods, not only to report them. */
  refusing: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Those of the listed namespaces, sorted, where one of these is about every new Pod. */
  refusesIn: Type.Optional(Names),
});
export type CustomResource = Static<typeof CustomResourceSchema>;

/** Objects of one built-in kind in the namespace `default`. */
export const DefaultObjectsSchema = Type.Object({
  /** `ConfigMap`. */
  kind: Type.String(),
  count: Type.Integer({ minimum: 1 }),
  /** The first names, sorted; not all when there are many. */
  names: Names,
});
export type DefaultObjects = Static<typeof DefaultObjectsSchema>;
