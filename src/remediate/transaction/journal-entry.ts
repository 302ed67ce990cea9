import { type Static, Type } from 'typebox';
import { FileStateSchema } from '../../model/plan.ts';

const AttributesSchema = Type.Object({ mode: Type.String(), uid: Type.Integer(), gid: Type.Integer() });
export type Attributes = Static<typeof AttributesSchema>;

/** What is needed to make an edit, or to take it back, whoever does so. */
export const RecordSchema = Type.Union([
  Type.Object({
    kind: Type.Literal('content'),
    path: Type.String(),
    /** As it was when the change began. */
    before: FileStateSchema,
    /** SHA-256 of the new content. */
    after: Type.String(),
    /** The old content, in the directory of the transaction. */
    backup: Type.String(),
    /** Where the new file is written, and the old one again, before it is renamed. */
    temporary: Type.Object({ forward: Type.String(), back: Type.String() }),
  }),
  Type.Object({
    kind: Type.Literal('attributes'),
    path: Type.String(),
    before: FileStateSchema,
    after: AttributesSchema,
  }),
]);
export type EditRecord = Static<typeof RecordSchema>;

/** A process, apart from any later one of the same pid, also after the machine was started again. */
export const IdentitySchema = Type.Object({
  pid: Type.Integer(),
  startTicks: Type.Integer(),
  boot: Type.String(),
  /** SHA-256 of its arguments: they may hold secrets. */
  argv: Type.String(),
});
export type Identity = Static<typeof IdentitySchema>;

const AdvertisedSchema = Type.Object({
  before: Type.Array(Type.String()),
  after: Type.Array(Type.String()),
});
export type Advertised = Static<typeof AdvertisedSchema>;

/** A text of the cluster that is replaced: the change says which. */
const SourceRecordSchema = Type.Object({
  /** SHA-256 of both texts. */
  before: Type.String(),
  after: Type.String(),
  /** The old text, in the directory of the transaction. */
  backup: Type.String(),
});
export type SourceRecord = Static<typeof SourceRecordSchema>;

/** A file as a step left it; for an edit of attributes without its hash. */
const FilesSchema = Type.Array(Type.Object({ path: Type.String(), state: FileStateSchema }));
export type LeftFiles = Static<typeof FilesSchema>;

/** A moment of this boot, in hundredths of a second: what started later has read what was there then. */
const MomentSchema = Type.Object({ boot: Type.String(), ticks: Type.Integer() });
export type Moment = Static<typeof MomentSchema>;

const at = { at: Type.String() };
const of = { ...at, change: Type.String() };

/** One line of the journal: what has been done, or is about to be. */
export const EntrySchema = Type.Union([
  Type.Object({
    step: Type.Literal('locked'),
    ...at,
    plan: Type.String(),
    node: Type.String(),
    version: Type.String(),
    changes: Type.Array(Type.String()),
  }),
  Type.Object({ step: Type.Literal('rechecked'), ...of }),
  /** Of etcd: its cluster as it was, and a snapshot of what it holds. */
  Type.Object({
    step: Type.Literal('guarded'),
    ...of,
    voters: Type.Integer(),
    committed: Type.String(),
    snapshot: Type.Object({
      path: Type.String(),
      sha256: Type.String(),
      bytes: Type.Integer(),
      /** False: it goes with the end of the transaction. */
      keep: Type.Boolean(),
    }),
  }),
  Type.Object({
    step: Type.Literal('prepared'),
    ...of,
    records: Type.Array(RecordSchema),
    process: Type.Union([Type.Null(), IdentitySchema]),
    /** What is restarted for the change; absent where nothing is, and in journals of earlier versions. */
    service: Type.Optional(Type.String()),
    /** Where peers reach this member of etcd, as the cluster has it and as it is to have it. */
    advertised: Type.Optional(AdvertisedSchema),
    source: Type.Optional(SourceRecordSchema),
  }),
  Type.Object({ step: Type.Literal('written'), ...of }),
  /** From here on files may be new. */
  Type.Object({ step: Type.Literal('switching'), ...of, moment: MomentSchema }),
  Type.Object({ step: Type.Literal('renamed'), ...of, files: FilesSchema, moment: MomentSchema }),
  Type.Object({ step: Type.Literal('waiting'), ...of }),
  Type.Object({ step: Type.Literal('verifying'), ...of, process: Type.Union([Type.Null(), IdentitySchema]) }),
  Type.Object({ step: Type.Literal('committed'), ...of }),
  /** Ended before any file was changed. */
  Type.Object({ step: Type.Literal('discarded'), ...of, why: Type.String() }),
  Type.Object({ step: Type.Literal('rolling-back'), ...of, why: Type.String() }),
  Type.Object({ step: Type.Literal('restored'), ...of, files: FilesSchema, moment: MomentSchema }),
  /** `ill`: why the component is not well although its files are the old ones again. */
  Type.Object({
    step: Type.Literal('rolled-back'),
    ...of,
    ill: Type.Union([Type.Null(), Type.String()]),
  }),
  /** Somebody else changed a file meanwhile: nothing more is done to it. */
  Type.Object({ step: Type.Literal('stuck'), ...of, why: Type.String() }),
  Type.Object({ step: Type.Literal('finished'), ...at }),
]);
export type Entry = Static<typeof EntrySchema>;
export type Step = Entry['step'];
