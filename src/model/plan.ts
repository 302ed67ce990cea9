import { type Static, Type } from 'typebox';
import { SettingValueSchema } from './setting-value.ts';

/** The state of a file that a plan was made for, and is applied to only as long as it lasts. */
export const FileStateSchema = Type.Object({
  /** SHA-256 of the content, lower-case hex; null for a directory. */
  sha256: Type.Union([Type.String(), Type.Null()]),
  /** Permission bits, four octal digits. */
  mode: Type.String(),
  uid: Type.Integer(),
  gid: Type.Integer(),
  device: Type.Integer(),
  inode: Type.Integer(),
});
export type FileState = Static<typeof FileStateSchema>;

/** One typed edit of a file's content. What it gives depends on nothing but the bytes it is applied to. */
export const OperationSchema = Type.Union([
  /** Sets a flag of a container's command in a static Pod manifest, or takes it away (`value` null). */
  Type.Object({
    kind: Type.Literal('manifest-flag'),
    container: Type.String(),
    flag: Type.String(),
    value: Type.Union([Type.String(), Type.Null()]),
  }),
  /** Mounts a directory of the host into a container of a static Pod manifest, to be written; made if it is not there. */
  Type.Object({
    kind: Type.Literal('manifest-mount'),
    container: Type.String(),
    /** Of the volume. */
    name: Type.String(),
    /** The directory, the same on the host and in the container. */
    path: Type.String(),
  }),
  /** Sets a key of a YAML or JSON file, or takes it away (`value` null). */
  Type.Object({
    kind: Type.Literal('config-key'),
    path: Type.Array(Type.String(), { minItems: 1 }),
    value: SettingValueSchema,
    /** The `kind` of the document that is meant, where the file may hold several; without it the file must hold one. */
    document: Type.Optional(Type.String()),
  }),
  /** Sets one of the arguments that kubeadm's configuration gives to a component, or takes it away (`value` null). */
  Type.Object({
    kind: Type.Literal('kubeadm-argument'),
    /** The `kind` of the document: ClusterConfiguration. */
    document: Type.String(),
    /** Keys of the section that has extraArgs: `apiServer`, or `etcd`, `local`. */
    section: Type.Array(Type.String(), { minItems: 1 }),
    flag: Type.String(),
    value: Type.Union([Type.String(), Type.Null()]),
  }),
  /** Sets a flag among the words of one variable of an environment file, or takes it away. */
  Type.Object({
    kind: Type.Literal('environment-flag'),
    variable: Type.String(),
    flag: Type.String(),
    value: Type.Union([Type.String(), Type.Null()]),
  }),
  /** Sets a flag in the command (`ExecStart=`) of a systemd unit file or drop-in, or takes it away. */
  Type.Object({
    kind: Type.Literal('unit-flag'),
    flag: Type.String(),
    value: Type.Union([Type.String(), Type.Null()]),
  }),
  /** Sets `flag=value` in a list of arguments of K3s' or RKE2's configuration (`kubelet-arg`), or takes it away. */
  Type.Object({
    kind: Type.Literal('argument-list'),
    key: Type.String(),
    flag: Type.String(),
    value: Type.Union([Type.String(), Type.Null()]),
  }),
  /** Sets a flag in a file of arguments of MicroK8s, one a line, or takes it away. */
  Type.Object({
    kind: Type.Literal('args-file-flag'),
    flag: Type.String(),
    value: Type.Union([Type.String(), Type.Null()]),
  }),
  /** Sets a variable of an environment file, or takes it away. */
  Type.Object({
    kind: Type.Literal('environment-variable'),
    variable: Type.String(),
    value: Type.Union([Type.String(), Type.Null()]),
  }),
]);
export type Operation = Static<typeof OperationSchema>;

/** A change to one file. The content is not part of a plan: it is made again from the file, and must come out the same. */
export const EditSchema = Type.Union([
  Type.Object({
    kind: Type.Literal('content'),
    path: Type.String(),
    before: FileStateSchema,
    operations: Type.Array(OperationSchema, { minItems: 1 }),
    /** SHA-256 of what the operations make of it. */
    after: Type.String(),
    /** Unified diff for a reader; secrets are replaced. */
    diff: Type.String(),
  }),
  Type.Object({
    kind: Type.Literal('attributes'),
    path: Type.String(),
    before: FileStateSchema,
    after: Type.Object({ mode: Type.String(), uid: Type.Integer(), gid: Type.Integer() }),
  }),
]);
export type Edit = Static<typeof EditSchema>;

/** What a change takes away for a while: the classes of docs/fixes.md, in the order in which they are applied. */
export const ChangeClassSchema = Type.Union([
  Type.Literal('attributes'),
  Type.Literal('kubelet'),
  Type.Literal('kube-proxy'),
  Type.Literal('scheduler-or-controller-manager'),
  Type.Literal('api-server'),
  Type.Literal('etcd'),
]);

/**
 * One typed edit of what kubeadm has in the cluster. `was` is what was in force on the node before, null when nothing
 * was given: a source that holds a third value is somebody's choice.
 */
export const DurableEditSchema = Type.Union([
  /** An argument of a component in `extraArgs` of ClusterConfiguration, in the form of its version. */
  Type.Object({
    kind: Type.Literal('kubeadm-argument'),
    component: Type.String(),
    name: Type.String(),
    value: Type.Union([Type.String(), Type.Null()]),
    was: Type.Union([Type.String(), Type.Null()]),
  }),
  /** A directory of the host in `extraVolumes` of ClusterConfiguration, to be written; made if it is not there. */
  Type.Object({
    kind: Type.Literal('kubeadm-volume'),
    component: Type.String(),
    name: Type.String(),
    /** The same on the host and in the container. */
    path: Type.String(),
  }),
  /** A key of the KubeletConfiguration that kubeadm gives to all nodes. */
  Type.Object({
    kind: Type.Literal('kubelet-key'),
    /** Its name has the minor in it up to Kubernetes 1.23. */
    configMap: Type.String(),
    path: Type.Array(Type.String(), { minItems: 1 }),
    value: SettingValueSchema,
    was: SettingValueSchema,
  }),
]);
export type DurableEdit = Static<typeof DurableEditSchema>;

/** The other half of a change: the source that would undo it one day. */
export const DurableSchema = Type.Object({
  /** Where it stands: `ConfigMap kube-system/kubeadm-config`. */
  where: Type.String(),
  /** Exactly what to change there. */
  change: Type.String(),
  /** For `fix durable`; left out where a person does it. */
  edit: Type.Optional(DurableEditSchema),
});

/**
 * A change that all members of etcd make one after the other, before any of them makes the next one: peers from http to
 * https by a second address.
 */
export const StageSchema = Type.Object({
  /**
   * serve-tls: the second address, over TLS, beside the first; advertise-tls: others are told to use it, which is written
   * to etcd and not to a file; drop-plain: the first address speaks TLS, others are told to use it again, and the second
   * one goes.
   */
  kind: Type.Union([Type.Literal('serve-tls'), Type.Literal('advertise-tls'), Type.Literal('drop-plain')]),
  number: Type.Integer(),
  of: Type.Integer(),
  /** Voting members of the cluster that the plan was made for. */
  members: Type.Integer(),
  /** Where peers reach this member, as it advertises: at first, meanwhile, and in the end. */
  plain: Type.Array(Type.String(), { minItems: 1 }),
  secure: Type.Array(Type.String(), { minItems: 1 }),
  final: Type.Array(Type.String(), { minItems: 1 }),
  /** Files of its peers' TLS, as etcd names them. */
  certificate: Type.String(),
  key: Type.String(),
  authority: Type.String(),
  /** What must be seen of every other member first, in a sentence. */
  waitsFor: Type.String(),
});
export type Stage = Static<typeof StageSchema>;

/**
 * A text of a ConfigMap in kube-system that the Pods of a DaemonSet read when they start, and the Pod of this node, which
 * is replaced so that it does.
 */
export const SourceEditSchema = Type.Object({
  configMap: Type.String(),
  key: Type.String(),
  /** Of the ConfigMap: another cluster may have one of that name. */
  uid: Type.String(),
  /** SHA-256 of the text that the plan was made for. */
  before: Type.String(),
  /** None: the text is as it is to be, and the process here has not read it yet. */
  operations: Type.Array(OperationSchema),
  /** SHA-256 of what they make of it. */
  after: Type.String(),
  diff: Type.String(),
  daemonSet: Type.String(),
  /** Where the process reads the text, as it sees it. */
  file: Type.String(),
});
export type SourceEdit = Static<typeof SourceEditSchema>;

/** What a change restarts, and by whom. */
export const RestartSchema = Type.Object({
  /** The component that is changed; of several the one whose class the change has. */
  component: Type.String(),
  pid: Type.Integer(),
  /** etcd: voting members of its cluster, which decide what a restart takes away; absent when that is not known. */
  members: Type.Optional(Type.Integer()),
  /**
   * The program whose service is restarted for it, and of which a new process must come: `k3s`, `rke2`, `kubelite`, or
   * the component itself where it is a service of its own. Absent: static Pods are restarted by the kubelet, the
   * kubelet and other etcds by their own services.
   */
  program: Type.Optional(Type.String()),
  /** All components that restart, where there are several. */
  components: Type.Optional(Type.Array(Type.String())),
});
export type Restart = Static<typeof RestartSchema>;

/** Edits of one node that are made together, watched together and taken back together. */
export const ChangeSchema = Type.Object({
  id: Type.String(),
  class: ChangeClassSchema,
  /** Rules whose findings it is to turn, with the controls of the benchmark. */
  rules: Type.Array(Type.Object({ rule: Type.String(), control: Type.Union([Type.String(), Type.Null()]) })),
  /** `consent`: applied only when each of its rules was named with --allow. */
  level: Type.Union([Type.Literal('safe'), Type.Literal('consent')]),
  disruption: Type.String(),
  lockOut: Type.Union([Type.Literal('none'), Type.Literal('low'), Type.Literal('high')]),
  /** Who or what notices, in sentences. */
  affects: Type.Array(Type.String()),
  prerequisites: Type.Array(Type.Object({ what: Type.String(), seen: Type.String() })),
  /** The process that must be replaced by a new one; null when nothing restarts. */
  restarts: Type.Union([RestartSchema, Type.Null()]),
  /** Empty only where a stage writes to etcd itself, or what is changed is in the cluster. */
  edits: Type.Array(EditSchema),
  source: Type.Optional(SourceEditSchema),
  stage: Type.Optional(StageSchema),
  durable: Type.Array(DurableSchema),
});
export type Change = Static<typeof ChangeSchema>;

/** A finding that is not repaired here, why, and what a person would do. */
export const NotPlannedSchema = Type.Object({
  rule: Type.String(),
  control: Type.Union([Type.String(), Type.Null()]),
  /**
   * consent: planned when the rule is named with --allow, --rule or --control; explain: never; prerequisite: something
   * must be done first; refused: what would be edited cannot be edited without risk.
   */
  kind: Type.Union([
    Type.Literal('consent'),
    Type.Literal('explain'),
    Type.Literal('prerequisite'),
    Type.Literal('refused'),
  ]),
  reason: Type.String(),
  /** Exactly what a person would change, and where; null when that is what the reason says. */
  byHand: Type.Union([Type.String(), Type.Null()]),
});
export type NotPlanned = Static<typeof NotPlannedSchema>;

export const PlanSchema = Type.Object({
  schema: Type.Literal('kubetrue.dev/plan/v1'),
  /** SHA-256 over the rest of the plan, as canonical JSON: an edited plan is refused. */
  hash: Type.String(),
  tool: Type.Object({ name: Type.Literal('kubetrue'), version: Type.String() }),
  at: Type.String(),
  /** After this time it must be made anew. */
  expires: Type.String(),
  node: Type.Object({ name: Type.String(), machineId: Type.Union([Type.String(), Type.Null()]) }),
  benchmark: Type.Object({ name: Type.String(), version: Type.String() }),
  changes: Type.Array(ChangeSchema),
  notPlanned: Type.Array(NotPlannedSchema),
});
export type Plan = Static<typeof PlanSchema>;
