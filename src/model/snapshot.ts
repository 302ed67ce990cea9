import { type Static, Type } from 'typebox';
import { ClusterSchema } from './cluster.ts';
import { factOf } from './fact-schema.ts';
import { GivenFilesSchema, PlaceSchema } from './given-files.ts';
import { NodeFilesSchema } from './node-files.ts';
import { MemberSchema, ObservationSchema } from './observation.ts';
import { OriginSchema } from './origin.ts';
import { SNAPSHOT_SCHEMA } from './schema-names.ts';

/** One leaf or inner node of a decoded configuration file, in decode order. */
export const ConfigEntrySchema = Type.Object({
  /** Keys from the root, as spelled in the file; items of a list by their number from 0. */
  path: Type.Array(Type.String()),
  type: Type.Union([
    Type.Literal('null'),
    Type.Literal('boolean'),
    Type.Literal('number'),
    Type.Literal('string'),
    Type.Literal('list'),
    Type.Literal('map'),
  ]),
  /** Scalar as decoded; the items of a list of scalars; null for maps, nulls and redacted values. */
  value: Type.Union([
    Type.Null(),
    Type.Boolean(),
    Type.Number(),
    Type.String(),
    Type.Array(Type.Union([Type.Null(), Type.Boolean(), Type.Number(), Type.String()])),
  ]),
  /** 1-based line of the key. */
  line: Type.Integer({ minimum: 1 }),
});
export type ConfigEntry = Static<typeof ConfigEntrySchema>;

/** A configuration file as data. Values of keys that no component defines are not kept, only their names. */
export const ConfigDocumentSchema = Type.Union([
  Type.Object({
    kind: Type.Literal('config'),
    entries: Type.Array(ConfigEntrySchema),
    unknownKeys: Type.Array(Type.String()),
    /** It begins with `{`: what tells JSON from YAML by that takes it for JSON, which it then is or is not. */
    json: Type.Optional(Type.Union([Type.Literal('sound'), Type.Literal('broken')])),
    /** Keys that stood there twice, as dotted paths; the last one is the entry. Some decoders refuse them. */
    duplicateKeys: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), line: Type.Integer({ minimum: 1 }) })),
    ),
  }),
  /** Not decodable at all: what the component would refuse. */
  Type.Object({
    kind: Type.Literal('broken-config'),
    problem: Type.String(),
    line: Type.Integer({ minimum: 1 }),
  }),
]);
export type ConfigDocument = Static<typeof ConfigDocumentSchema>;

export const CertificateSchema = Type.Object({
  subject: Type.String(),
  issuer: Type.String(),
  subjectAlternativeNames: Type.Array(Type.String()),
  /** Extended key usages by their usual names: serverAuth, clientAuth, … or the OID. */
  extendedKeyUsages: Type.Array(Type.String()),
  isAuthority: Type.Boolean(),
  notBefore: Type.String(),
  notAfter: Type.String(),
  serial: Type.String(),
  /** SHA-256 over the DER SubjectPublicKeyInfo, lower-case hex. */
  publicKeySha256: Type.String(),
});
export type Certificate = Static<typeof CertificateSchema>;

export const FileContentSchema = Type.Union([
  ConfigDocumentSchema,
  /** All certificates of a PEM file, in order. */
  Type.Object({ kind: Type.Literal('certificates'), certificates: Type.Array(CertificateSchema) }),
  Type.Object({ kind: Type.Literal('broken-certificates'), problem: Type.String() }),
  /** etcd data directory: is there a write-ahead log, and which members does the store name. */
  Type.Object({
    kind: Type.Literal('etcd-data'),
    writeAheadLog: Type.Boolean(),
    members: factOf(Type.Array(MemberSchema)),
  }),
  /** A directory: paths of what is below it, relative to it; in byte order, or as a walk meets them. */
  Type.Object({ kind: Type.Literal('listing'), names: Type.Array(Type.String()) }),
  Type.Object({
    kind: Type.Literal('kubeconfig'),
    /** `https://host:port` of the current context's cluster. */
    server: Type.Union([Type.String(), Type.Null()]),
    /** How its user is recognised. */
    credential: Type.Union([
      Type.Literal('certificate'),
      Type.Literal('token'),
      Type.Literal('password'),
      Type.Literal('exec'),
      Type.Literal('none'),
    ]),
    /** The client certificate, embedded or in the file named; null without one or when it cannot be read. */
    certificate: Type.Union([CertificateSchema, Type.Null()]),
    /** Paths of the client certificate and key that it names; null where they are embedded or not there. */
    certificateFile: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    keyFile: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  }),
  Type.Object({ kind: Type.Literal('broken-kubeconfig'), problem: Type.String() }),
  /** SHA-256 over the DER SubjectPublicKeyInfo of each key or certificate of a PEM file. */
  Type.Object({
    kind: Type.Literal('public-keys'),
    sha256: Type.Array(Type.String()),
    /** Whether the file also holds a private key. */
    private: Type.Optional(Type.Boolean()),
  }),
  /** Directives of a systemd unit file, in order; an empty value resets a list. */
  Type.Object({
    kind: Type.Literal('unit'),
    entries: Type.Array(
      Type.Object({
        section: Type.String(),
        key: Type.String(),
        value: Type.String(),
        line: Type.Integer({ minimum: 1 }),
      }),
    ),
  }),
  /** Private keys and whatever needs only its attributes. */
  Type.Object({ kind: Type.Literal('not-read') }),
]);
export type FileContent = Static<typeof FileContentSchema>;

export const FileFactsSchema = Type.Object({
  /** As named by the component, made absolute in the process's mount namespace. */
  path: Type.String(),
  /** The same file as seen from the host (or inside --root); null when it cannot be told. */
  hostPath: Type.Union([Type.String(), Type.Null()]),
  type: Type.Union([
    Type.Literal('file'),
    Type.Literal('directory'),
    Type.Literal('fifo'),
    Type.Literal('socket'),
    Type.Literal('device'),
  ]),
  mode: Type.Integer(),
  uid: Type.Integer(),
  gid: Type.Integer(),
  size: Type.Number(),
  modifiedAt: Type.String(),
  changedAt: Type.String(),
  /** Birth time of the inode; null in a captured tree or where the file system has none. */
  bornAt: Type.Union([Type.String(), Type.Null()]),
  /** Unreadable content keeps the attributes above. */
  content: factOf(FileContentSchema),
});
export type FileFacts = Static<typeof FileFactsSchema>;

/** A listening socket that the process itself holds. */
export const ListeningSocketSchema = Type.Object({
  family: Type.Union([Type.Literal('ipv4'), Type.Literal('ipv6'), Type.Literal('unix')]),
  /** IP address (Go's dual-stack wildcard shows as `::`), or the path of a unix socket. */
  address: Type.String(),
  port: Type.Union([Type.Integer(), Type.Null()]),
});
export type ListeningSocket = Static<typeof ListeningSocketSchema>;

/** A process that nothing runs yet: what a file would start. */
export const PlannedSchema = Type.Object({
  /** The file, as it was given, and the 1-based line where the part of it begins that starts the process. */
  path: Type.String(),
  line: Type.Integer({ minimum: 1 }),
  /** `Pod kube-system/kube-apiserver`, `KubeletConfiguration`. */
  what: Type.String(),
  /** How the file gives it its settings. */
  form: Type.Union([
    /** Words of a container of a Pod or template. */
    Type.Object({ kind: Type.Literal('container'), container: Type.String() }),
    /** A configuration file of the component. */
    Type.Object({ kind: Type.Literal('configuration') }),
    /** A section of kubeadm's ClusterConfiguration; none: kubeadm gives the component a configuration file. */
    Type.Object({ kind: Type.Literal('kubeadm'), section: Type.Array(Type.String()) }),
    /** A unit of systemd, with its drop-ins and environment files. */
    Type.Object({ kind: Type.Literal('unit') }),
    /** A key of K3s' or RKE2's configuration file: `kube-apiserver-arg`. */
    Type.Object({ kind: Type.Literal('rancher'), key: Type.String() }),
    /** A section of Talos' machine configuration: `cluster`, `apiServer`. */
    Type.Object({ kind: Type.Literal('talos'), section: Type.Array(Type.String()) }),
  ]),
  /**
   * Settings that no file of this kind decides while they have their default; `*`: all of them, because a file that
   * comes before this one was not given.
   */
  unsaid: Type.Array(Type.String()),
  /** Settings that `*` does not mean: nobody but the files would give them. */
  undisputed: Type.Optional(Type.Array(Type.String())),
  /** A sentence on what that is. */
  because: Type.Optional(Type.String()),
  /** Where the variables are set that the component reads. */
  variables: Type.Optional(Type.Record(Type.String(), PlaceSchema)),
  /** The file of a node that it is in, where the given file has that written: user data of cloud-init, for one. */
  carried: Type.Optional(Type.String()),
  /** Settings that are not known, whatever the words say, and a sentence on who decides them. */
  open: Type.Optional(
    Type.Array(Type.Object({ settings: Type.Array(Type.String()), because: Type.String() })),
  ),
});
export type Planned = Static<typeof PlannedSchema>;

export const ProcessFactsSchema = Type.Object({
  /** Of a planned process a number that tells it from the others. */
  pid: Type.Integer(),
  component: Type.String(),
  executable: factOf(Type.String()),
  argv: factOf(Type.Array(Type.String())),
  /**
   * Where each word of `argv` comes from, for a component inside another program (k3s, kubelite) and for servers of
   * OpenShift. Absent where all words are those of its command line.
   */
  argvOrigins: Type.Optional(Type.Array(OriginSchema)),
  /** Present when files were given and nothing was looked at that runs. */
  planned: Type.Optional(PlannedSchema),
  /** The program that a component runs inside, e.g. `k3s`. */
  inside: Type.Optional(Type.String()),
  /**
   * When such a component was up at the latest. What the program around it writes for it is newer than the process and
   * older than this; absent where it is not known, and the start of the process counts.
   */
  startedInside: Type.Optional(Type.String()),
  /** The name of its host, for components that go by it; absent when it is not known. */
  hostname: Type.Optional(Type.String()),
  /** Only variables that the component defines, and those of Go's runtime that change trust. Secret values are redacted. */
  environment: factOf(Type.Record(Type.String(), Type.String())),
  workingDirectory: factOf(Type.String()),
  startedAt: factOf(Type.String()),
  uid: Type.Union([Type.Integer(), Type.Null()]),
  /** Container id found in the cgroup path; null on the host. */
  container: Type.Union([Type.String(), Type.Null()]),
  /** False: other network namespace than the collector's, so loopback and the node's addresses are not its own. */
  sameNetworkNamespace: Type.Union([Type.Boolean(), Type.Null()]),
  /** Version without `v`, possibly partial (`3.5`); from the sources of contract §6.2 except the process's own answer. */
  version: factOf(Type.String()),
  listeners: factOf(Type.Array(ListeningSocketSchema)),
  /** Keyed by the path as the component names it. */
  files: Type.Record(Type.String(), factOf(FileFactsSchema)),
});
export type ProcessFacts = Static<typeof ProcessFactsSchema>;

export const SnapshotSchema = Type.Object({
  schema: Type.Literal(SNAPSHOT_SCHEMA),
  tool: Type.Object({ name: Type.Literal('kubetrue'), version: Type.String() }),
  /** When the facts were collected (UTC, ISO 8601). */
  at: Type.String(),
  /**
   * live: this machine; mounted: --root with a procfs in it; captured: --root with plain files; files: files that
   * nothing runs yet.
   */
  source: Type.Union([
    Type.Literal('live'),
    Type.Literal('mounted'),
    Type.Literal('captured'),
    Type.Literal('files'),
  ]),
  node: Type.Object({
    name: Type.String(),
    /** `v1.34.1`, from image tags or package data. */
    kubernetes: factOf(Type.String()),
    distribution: Type.String(),
    /** What the distribution was recognised by, in one sentence; not in snapshots of the first releases. */
    distributionBecause: Type.Optional(Type.String()),
    roles: Type.Array(Type.String()),
  }),
  /** False when processes of others are hidden (hidepid) or /proc was not there: absence of a process then says nothing. */
  processesVisible: Type.Object({ complete: Type.Boolean(), reason: Type.String() }),
  /** Kubernetes programs seen by name, judged or not; used for roles and for honest reasons. */
  programs: Type.Array(Type.Object({ pid: Type.Integer(), name: Type.String() })),
  processes: Type.Array(ProcessFactsSchema),
  /** Files that controls are about, by how they were found. Absent in snapshots of earlier releases. */
  nodeFiles: Type.Optional(NodeFilesSchema),
  observations: Type.Array(ObservationSchema),
  /** What came of the files that were given; present when they were. */
  given: Type.Optional(GivenFilesSchema),
  /** What the Kubernetes API says; not there in a tree and in snapshots that were taken without it. */
  cluster: Type.Optional(ClusterSchema),
});
export type Snapshot = Static<typeof SnapshotSchema>;
