import { type Static, Type } from 'typebox';
import { factOf } from './fact-schema.ts';

/** What `stat` shows of a file that a control is about. Nothing of its content. */
export const NodeFileAttributesSchema = Type.Object({
  type: Type.Union([
    Type.Literal('file'),
    Type.Literal('directory'),
    Type.Literal('fifo'),
    Type.Literal('socket'),
    Type.Literal('device'),
  ]),
  /** Permission, set-id and sticky bits of what the path leads to. */
  mode: Type.Integer(),
  uid: Type.Integer(),
  gid: Type.Integer(),
  /** Where the path leads when it is a link, all links followed; null when it is none. */
  leadsTo: Type.Union([Type.String(), Type.Null()]),
  /** A directory above that nobody but its owner and group may enter; null when all are open. */
  closedBy: Type.Union([Type.String(), Type.Null()]),
});
export type NodeFileAttributes = Static<typeof NodeFileAttributesSchema>;

export const NodeFileSchema = Type.Object({
  /** Which file of a control it is, e.g. `kubelet-config`. */
  group: Type.String(),
  /** As seen from the host, or inside --root. */
  path: Type.String(),
  /** Paths under which processes in containers have it, where those are others. */
  alsoAs: Type.Optional(Type.Array(Type.String())),
  /** How it was found: the setting that names it, or whose habit it is. */
  because: Type.String(),
  /** Named by a setting of something that runs; else looked for by habit, so that it may lack. */
  named: Type.Boolean(),
  attributes: factOf(NodeFileAttributesSchema),
  /** A kubeconfig with a client certificate: the subject of that, `O=system:masters, CN=kubernetes-admin`. */
  clientCertificate: Type.Optional(Type.String()),
  /** Why it could not be told whether the file is one, or whose certificate it holds. */
  clientCertificateHidden: Type.Optional(Type.String()),
});
export type NodeFile = Static<typeof NodeFileSchema>;

/** Why a group holds no file. */
export const NoNodeFileSchema = Type.Object({
  group: Type.String(),
  /**
   * `none`: there is no such file to judge; `hidden`: what would name it could not be read; `broken`: what names it is
   * nothing that the component could start with.
   */
  state: Type.Union([Type.Literal('none'), Type.Literal('hidden'), Type.Literal('broken')]),
  reason: Type.String(),
});
export type NoNodeFile = Static<typeof NoNodeFileSchema>;

export const NodeFilesSchema = Type.Object({
  files: Type.Array(NodeFileSchema),
  without: Type.Array(NoNodeFileSchema),
  /** Names of the ids above by the host's own passwd and group, as far as they have one. */
  users: Type.Record(Type.String(), Type.String()),
  groups: Type.Record(Type.String(), Type.String()),
});
export type NodeFiles = Static<typeof NodeFilesSchema>;
