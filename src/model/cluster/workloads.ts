import { type Static, Type } from 'typebox';

/**
 * The security side of one container. A field that is not there is not set in the object; booleans without that
 * difference (`privileged`) are false then.
 */
export const ContainerSchema = Type.Object({
  name: Type.String(),
  /** `sidecar`: an init container with restartPolicy Always. */
  role: Type.Union([
    Type.Literal('main'),
    Type.Literal('init'),
    Type.Literal('sidecar'),
    Type.Literal('ephemeral'),
  ]),
  image: Type.String(),
  imagePullPolicy: Type.Optional(Type.String()),
  privileged: Type.Boolean(),
  /** Unset counts as true, unless something else sets no_new_privs: nothing does. */
  allowPrivilegeEscalation: Type.Optional(Type.Boolean()),
  runAsNonRoot: Type.Optional(Type.Boolean()),
  runAsUser: Type.Optional(Type.Integer()),
  readOnlyRootFilesystem: Type.Optional(Type.Boolean()),
  /** As written: `NET_RAW`, `ALL`; case and a leading `CAP_` are not evened out. */
  addedCapabilities: Type.Array(Type.String()),
  droppedCapabilities: Type.Array(Type.String()),
  /** seccompProfile.type: RuntimeDefault, Localhost, Unconfined. */
  seccomp: Type.Optional(Type.String()),
  /** Value of the annotation container.seccomp.security.alpha.kubernetes.io/NAME, in force up to Kubernetes 1.26. */
  seccompAnnotation: Type.Optional(Type.String()),
  /** appArmorProfile.type, else what container.apparmor.security.beta.kubernetes.io/NAME says, in the same words. */
  appArmor: Type.Optional(Type.String()),
  /** windowsOptions.hostProcess. */
  hostProcess: Type.Optional(Type.Boolean()),
  /** `Unmasked`, or `Default`. */
  procMount: Type.Optional(Type.String()),
  /** Sorted, without 0. In the network of the host every port is one, as the API server fills it in. */
  hostPorts: Type.Array(Type.Integer()),
  /** Secrets that become environment variables; without `variable`, all keys of the Secret (envFrom). */
  secretEnvironment: Type.Array(
    Type.Object({ variable: Type.Optional(Type.String()), secret: Type.String() }),
  ),
});
export type Container = Static<typeof ContainerSchema>;

/**
 * The security side of a Pod's spec. What admission adds to each Pod (the volume with the API token) is left out, so
 * that a template and the Pods made from it have the same one; see `PodVariant.withToken`.
 */
export const PodSpecSchema = Type.Object({
  hostNetwork: Type.Boolean(),
  hostPID: Type.Boolean(),
  hostIPC: Type.Boolean(),
  /** Sorted paths of hostPath volumes. */
  hostPaths: Type.Array(Type.String()),
  /** `default` where none is named. */
  serviceAccount: Type.String(),
  /** automountServiceAccountToken of the Pod itself. */
  automount: Type.Optional(Type.Boolean()),
  /** Projected service account tokens that the author asked for; without `audience` it is the API server's. */
  tokenVolumes: Type.Array(Type.Object({ volume: Type.String(), audience: Type.Optional(Type.String()) })),
  /** Sorted names of Secrets mounted as files. */
  secretVolumes: Type.Array(Type.String()),
  /** spec.os.name, else the node selector kubernetes.io/os. */
  os: Type.Optional(Type.String()),
  runAsNonRoot: Type.Optional(Type.Boolean()),
  runAsUser: Type.Optional(Type.Integer()),
  seccomp: Type.Optional(Type.String()),
  /** Value of the annotation seccomp.security.alpha.kubernetes.io/pod, in force up to Kubernetes 1.26. */
  seccompAnnotation: Type.Optional(Type.String()),
  appArmor: Type.Optional(Type.String()),
  hostProcess: Type.Optional(Type.Boolean()),
  /** runtimeClassName: which programs run its containers. */
  runtimeClass: Type.Optional(Type.String()),
  /** Sorted names of sysctls that are set. */
  sysctls: Type.Array(Type.String()),
  /** Init containers, then main, then ephemeral ones, each in the order of the object. */
  containers: Type.Array(ContainerSchema),
});
export type PodSpec = Static<typeof PodSpecSchema>;

/** One spec that a workload has, in its template or in some of its Pods. */
export const PodVariantSchema = Type.Object({
  /** Index into `ClusterFacts.podSpecs`. */
  spec: Type.Integer({ minimum: 0 }),
  /** The owner's stored template has it, and Pods may still be made from that: a Job that has finished makes none. */
  template: Type.Boolean(),
  /** Stored Pods that have it. */
  pods: Type.Integer({ minimum: 0 }),
  /** Those of them that have ended (phase Succeeded or Failed). */
  ended: Type.Integer({ minimum: 0 }),
  /** Those that have not ended and in which a container really has a token at /var/run/secrets/kubernetes.io/serviceaccount. */
  withToken: Type.Integer({ minimum: 0 }),
});
export type PodVariant = Static<typeof PodVariantSchema>;

/**
 * A Pod of which containers run on the scanned machine: what the kernel shows of these can be compared with its spec.
 * Pods elsewhere are only counted.
 */
export const PodHereSchema = Type.Object({
  name: Type.String(),
  /** Index into `ClusterFacts.podSpecs`. */
  spec: Type.Integer({ minimum: 0 }),
  /** When a kubelet first knew it (status.startTime), by the clock of this machine. */
  acknowledgedAt: Type.Optional(Type.String()),
  /** Those that run, sorted by name. `id` is the runtime's, without its prefix: 64 hexadecimal digits. */
  containers: Type.Array(Type.Object({ name: Type.String(), id: Type.String() })),
});
export type PodHere = Static<typeof PodHereSchema>;

/**
 * What is judged once for all its Pods: the top-most owner. A Pod leads to its controller, a ReplicaSet to its
 * Deployment (or to a custom resource such as an Argo Rollout), a Job to its CronJob, a ReplicationController to its
 * DeploymentConfig. Deployments, StatefulSets, DaemonSets and CronJobs are workloads themselves even if a custom
 * resource manages them.
 */
export const WorkloadSchema = Type.Object({
  namespace: Type.String(),
  /** Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob, ReplicationController, Pod, or a custom kind. */
  kind: Type.String(),
  /** API group of the kind, empty for the core group. */
  group: Type.String(),
  name: Type.String(),
  /** A static Pod's mirror in the API; its spec lies in a file on a node. */
  staticPod: Type.Boolean(),
  /** The controller of the object itself: `Elasticsearch.elasticsearch.k8s.elastic.co/logs`. */
  managedBy: Type.Optional(Type.String()),
  /** Template first, then by number of Pods. At least one, unless all were beyond the limit. */
  variants: Type.Array(PodVariantSchema),
  /** Pods whose spec was not kept because the cluster has too many different ones: nothing is known of them. */
  notKept: Type.Integer({ minimum: 0 }),
  /** Its Pods on the scanned machine, sorted by name; absent where there are none, and where nothing was to be proved. */
  here: Type.Optional(Type.Array(PodHereSchema)),
});
export type Workload = Static<typeof WorkloadSchema>;
