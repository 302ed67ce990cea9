import { type Static, Type } from 'typebox';
import { factOf } from './fact-schema.ts';
import { MemberSchema, ObservationSchema } from './observation.ts';
import { SNAPSHOT_SCHEMA } from './schema-names.ts';

/** One leaf or inner node of a decoded configuration file, in decode order. */
export const ConfigEntrySchema = Type.Object({
  /** Keys from the root, as spelled in the file. */
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
  keyUsages: Type.Array(Type.String()),
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

export const ProcessFactsSchema = Type.Object({
  pid: Type.Integer(),
  component: Type.String(),
  executable: factOf(Type.String()),
  argv: factOf(Type.Array(Type.String())),
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
  /** live: this machine; mounted: --root with a procfs in it; captured: --root with plain files. */
  source: Type.Union([Type.Literal('live'), Type.Literal('mounted'), Type.Literal('captured')]),
  node: Type.Object({
    name: Type.String(),
    /** `v1.34.1`, from image tags or package data. */
    kubernetes: factOf(Type.String()),
    distribution: Type.String(),
    roles: Type.Array(Type.String()),
  }),
  /** False when processes of others are hidden (hidepid) or /proc was not there: absence of a process then says nothing. */
  processesVisible: Type.Object({ complete: Type.Boolean(), reason: Type.String() }),
  /** Kubernetes programs seen by name, judged or not; used for roles and for honest reasons. */
  programs: Type.Array(Type.Object({ pid: Type.Integer(), name: Type.String() })),
  processes: Type.Array(ProcessFactsSchema),
  observations: Type.Array(ObservationSchema),
});
export type Snapshot = Static<typeof SnapshotSchema>;
