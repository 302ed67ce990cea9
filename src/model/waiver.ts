import { type Static, Type } from 'typebox';
import { WAIVERS_SCHEMA } from './schema-names.ts';

const Said = Type.String({ pattern: '\\S' });

/** Names, in which `*` stands for any run of characters. */
const Names = Type.Union([Said, Type.Array(Said, { minItems: 1 })]);

const WHERE = {
  node: Type.Optional(Names),
  component: Type.Optional(Names),
  /** What of several things is meant: `Deployment shop/web`, `/etc/kubernetes/admin.conf`, a member's name. */
  object: Type.Optional(Names),
};

/** What a waiver is about: all findings of a rule or a control, or those on some nodes, components or objects. */
export const WaiverScopeSchema = Type.Union([
  Type.Object({ rule: Said, ...WHERE }, { additionalProperties: false }),
  Type.Object(
    {
      control: Said,
      /** `NAME` or `NAME@VERSION`; without it, the number in whichever benchmark is judged by. */
      benchmark: Type.Optional(Said),
      ...WHERE,
    },
    { additionalProperties: false },
  ),
]);
export type WaiverScope = Static<typeof WaiverScopeSchema>;

const TERMS = {
  id: Said,
  /** Why the failure is accepted. */
  reason: Said,
  /** Who answers for it. */
  owner: Said,
  /** Who agreed to it. */
  approver: Said,
  /** `2026-12-31`, the last day (UTC), or a time, RFC 3339. */
  expires: Type.String({
    pattern: '^\\d{4}-\\d\\d-\\d\\d([Tt ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d))?$',
  }),
};

/** A failure that somebody accepts for a time. */
export const WaiverSchema = Type.Object(
  { ...TERMS, scope: WaiverScopeSchema },
  { additionalProperties: false },
);
export type Waiver = Static<typeof WaiverSchema>;

/** A file given with `--waivers`. */
export const WaiversFileSchema = Type.Object(
  { schema: Type.Literal(WAIVERS_SCHEMA), waivers: Type.Array(WaiverSchema) },
  { additionalProperties: false },
);

/** What a finding says of the waiver that covers it. The status beside it stays what it is. */
export const FindingWaiverSchema = Type.Object(TERMS);

export const WaiverStateSchema = Type.Union([
  /** It covers a finding, or objects of one. */
  Type.Literal('applied'),
  /** Its time is over: it covers nothing. */
  Type.Literal('expired'),
  /** What it is about is in the report and nothing of it fails. */
  Type.Literal('unused'),
  /** Nothing in the report is what it is about. */
  Type.Literal('unmatched'),
  /** It is about other nodes, or about what this scan was told to leave out. */
  Type.Literal('elsewhere'),
]);
export type WaiverState = Static<typeof WaiverStateSchema>;

/** What came of the waivers of a file. */
export const WaiverReportSchema = Type.Object({
  file: Type.String(),
  /** How many findings are covered. */
  waived: Type.Integer(),
  list: Type.Array(
    Type.Object({
      ...TERMS,
      scope: WaiverScopeSchema,
      state: WaiverStateSchema,
      /** How many findings it covers, alone or with others; of an expired one, how many it would. */
      covers: Type.Integer(),
      /** What a reader should know. */
      note: Type.Optional(Type.String()),
    }),
  ),
});
export type WaiverReport = Static<typeof WaiverReportSchema>;
