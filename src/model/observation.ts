import { type Static, Type } from 'typebox';
import { SettingValueSchema } from './setting-value.ts';

/** What a probe sent: the methods of docs/proofs.md. */
export const ProbeMethodSchema = Type.Union([
  Type.Literal('PLAIN'),
  Type.Literal('NOCERT'),
  Type.Literal('WRONGCA'),
  Type.Literal('POSITIVE'),
  Type.Literal('MEMBERS'),
  Type.Literal('VERSION'),
  Type.Literal('LISTEN'),
  Type.Literal('ANON'),
  Type.Literal('WEAK'),
  Type.Literal('SELF'),
  Type.Literal('CFGZ'),
  Type.Literal('FLAGZ'),
  Type.Literal('AUDIT'),
  Type.Literal('PPROF'),
  Type.Literal('METRIC'),
  Type.Literal('SSAR'),
  Type.Literal('SAR'),
  Type.Literal('WHOAMI'),
  Type.Literal('KEYS'),
  Type.Literal('READY'),
  Type.Literal('KUBELET'),
  Type.Literal('DRY'),
  Type.Literal('ETCDVAL'),
  /** How long tokens that Pods of this node hold were made for. */
  Type.Literal('TOKEN'),
  /** What the kernel shows of a container's process. */
  Type.Literal('PROC'),
  /** Whether somebody else can open files of the node. */
  Type.Literal('OPENAS'),
  /** Who takes the connections to a socket; looked at where answers contradict what was read. */
  Type.Literal('OWNER'),
]);

/** Whose credential a question carries; docs/proofs.md says where each comes from. */
export const CredentialSchema = Type.Union([
  Type.Literal('nobody'),
  Type.Literal('throwaway'),
  Type.Literal('kubelet'),
  Type.Literal('apiserver-kubelet-client'),
  Type.Literal('etcd'),
  Type.Literal('user'),
]);
export type Credential = Static<typeof CredentialSchema>;

/** The server's certificate as presented in a handshake; only public material. */
export const PresentedLeafSchema = Type.Object({
  subject: Type.String(),
  issuer: Type.String(),
  /** SHA-256 over the DER SubjectPublicKeyInfo, lower-case hex. */
  publicKeySha256: Type.String(),
  selfSigned: Type.Boolean(),
});

export const ProbeAnswerSchema = Type.Union([
  /** An HTTP answer came back: whoever asked was let in as far as HTTP. */
  Type.Object({ kind: Type.Literal('answered'), status: Type.Integer() }),
  /** The TLS peer refused, by the alert named. `aboutCertificate`: the alert itself, or what the handshake showed, says that the client's certificate was the reason. */
  Type.Object({ kind: Type.Literal('refused'), alert: Type.String(), aboutCertificate: Type.Boolean() }),
  /** Connected, then closed or reset without an answer. */
  Type.Object({ kind: Type.Literal('closed'), detail: Type.String() }),
  Type.Object({ kind: Type.Literal('timed-out'), detail: Type.String() }),
  /** No connection at all. */
  Type.Object({ kind: Type.Literal('unreachable'), detail: Type.String() }),
  /** Nothing was sent: what the kernel tells of the process. */
  Type.Object({ kind: Type.Literal('read') }),
  Type.Object({ kind: Type.Literal('not-attempted'), reason: Type.String() }),
]);

export const MemberSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  peerURLs: Type.Array(Type.String()),
  learner: Type.Boolean(),
});
export type Member = Static<typeof MemberSchema>;

/**
 * One recorded answer of a running component. Raw: what it means for a rule is decided in `evaluate`, so that a
 * replay of the snapshot reaches the same conclusion.
 */
export const ObservationSchema = Type.Object({
  pid: Type.Integer(),
  component: Type.String(),
  method: ProbeMethodSchema,
  /** `address:port` of the process's own listening socket that was asked. */
  address: Type.String(),
  /** TLS version offered (both bounds), null without TLS. */
  tls: Type.Union([Type.Literal('TLSv1.2'), Type.Literal('TLSv1.3'), Type.Null()]),
  /** What was asked, e.g. `GET /members`. */
  request: Type.String(),
  answer: ProbeAnswerSchema,
  leaf: Type.Union([PresentedLeafSchema, Type.Null()]),
  /** Member list (MEMBERS only). */
  members: Type.Union([Type.Array(MemberSchema), Type.Null()]),
  /** The server's own version (VERSION only, or any answered GET /version). */
  version: Type.Union([Type.String(), Type.Null()]),
  /** Which probe of several that send the same; absent where the method says it all. */
  probe: Type.Optional(Type.String()),
  /** Whose credential was shown; absent in observations of etcd, whose method says it. */
  as: Type.Optional(CredentialSchema),
  /** What was kept of the answer, by name: nothing but what the table of the probe lists. */
  seen: Type.Optional(Type.Record(Type.String(), SettingValueSchema)),
  at: Type.String(),
});
export type Observation = Static<typeof ObservationSchema>;
export type ProbeAnswer = Static<typeof ProbeAnswerSchema>;
export type ProbeMethod = Static<typeof ProbeMethodSchema>;
export type PresentedLeaf = Static<typeof PresentedLeafSchema>;
