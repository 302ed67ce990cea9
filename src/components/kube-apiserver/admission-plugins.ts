/**
 * The admission plugins of kube-apiserver 1.18 to 1.36.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubeapiserver/options/plugins.go AllOrderedPlugins,
 * DefaultOffAdmissionPlugins, and the same file of each minor
 */
interface PluginSpec {
  /** In force unless it is disabled. */
  on?: true;
  /** First and last minor that has it. */
  since?: number;
  until?: number;
  /** A feature gate without which it lets everything pass, and the last minor that has the gate. */
  gate?: { name: string; until: number };
}

const PLUGINS: Readonly<Record<string, PluginSpec>> = {
  AlwaysAdmit: {},
  AlwaysDeny: {},
  AlwaysPullImages: {},
  CertificateApproval: { on: true },
  CertificateSigning: { on: true },
  CertificateSubjectRestriction: { on: true },
  ClusterTrustBundleAttest: { on: true, since: 27 },
  DefaultIngressClass: { on: true },
  DefaultStorageClass: { on: true },
  DefaultTolerationSeconds: { on: true },
  DenyEscalatingExec: { until: 20 },
  DenyExecOnPrivileged: { until: 20 },
  DenyServiceExternalIPs: { since: 21 },
  EventRateLimit: {},
  ExtendedResourceToleration: {},
  ImagePolicyWebhook: {},
  JobValidation: { on: true, since: 36 },
  LimitPodHardAntiAffinityTopology: {},
  LimitRanger: { on: true },
  MutatingAdmissionPolicy: { on: true, since: 32, gate: { name: 'MutatingAdmissionPolicy', until: 36 } },
  MutatingAdmissionWebhook: { on: true },
  NamespaceAutoProvision: {},
  NamespaceExists: {},
  NamespaceLifecycle: { on: true },
  NodeDeclaredFeatureValidator: { on: true, since: 35 },
  NodeRestriction: {},
  OwnerReferencesPermissionEnforcement: {},
  PersistentVolumeClaimResize: { on: true },
  PersistentVolumeLabel: { until: 30 },
  PodGroupProtection: { on: true, since: 36 },
  PodGroupWorkloadExists: { on: true, since: 36 },
  PodNodeSelector: {},
  PodPreset: { until: 19 },
  PodResizeValidator: { on: true, since: 36 },
  PodSecurity: { on: true, since: 22, gate: { name: 'PodSecurity', until: 27 } },
  PodSecurityPolicy: { until: 24 },
  PodTolerationRestriction: {},
  PodTopologyLabels: { on: true, since: 33 },
  Priority: { on: true },
  ResourceQuota: { on: true },
  RuntimeClass: { on: true },
  SecurityContextDeny: { until: 29 },
  ServiceAccount: { on: true },
  StorageObjectInUseProtection: { on: true },
  TaintNodesByCondition: { on: true },
  ValidatingAdmissionPolicy: { on: true, since: 26, gate: { name: 'ValidatingAdmissionPolicy', until: 31 } },
  ValidatingAdmissionWebhook: { on: true },
};

/** Plugins of OpenShift's API server, such as `security.openshift.io/SecurityContextConstraint`. */
const OPENSHIFT = /^[a-z]+\.openshift\.io\/./;

/** Whether a minor knows a plugin of that name, exactly as spelled. */
export function knowsPlugin(name: string, minor: number): boolean {
  if (OPENSHIFT.test(name)) return true;
  const spec = Object.hasOwn(PLUGINS, name) ? PLUGINS[name] : undefined;
  return spec !== undefined && minor >= (spec.since ?? 0) && minor <= (spec.until ?? Infinity);
}

/** The plugins that a minor runs when nothing is said, in alphabetical order. */
export function defaultPlugins(minor: number): readonly string[] {
  return Object.keys(PLUGINS).filter((name) => PLUGINS[name]?.on === true && knowsPlugin(name, minor));
}

/** The feature gate without which a plugin does nothing in a minor; undefined when it needs none. */
export function gateOfPlugin(name: string, minor: number): string | undefined {
  const gate = Object.hasOwn(PLUGINS, name) ? PLUGINS[name]?.gate : undefined;
  return gate !== undefined && minor <= gate.until ? gate.name : undefined;
}
