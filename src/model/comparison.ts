import { type Static, Type } from 'typebox';

/** How a finding stands to an earlier report; of what is wrong or not known. */
export const FindingBaselineSchema = Type.Object({
  state: Type.Union([
    /** The earlier report has it too. */
    Type.Literal('known'),
    Type.Literal('new'),
  ]),
  /** In which way it is new. */
  note: Type.Optional(Type.String()),
});
export type FindingBaseline = Static<typeof FindingBaselineSchema>;

/** What came of `--baseline`. */
export const BaselineReportSchema = Type.Object({
  file: Type.String(),
  /** Of the earlier report. */
  at: Type.String(),
  node: Type.String(),
  new: Type.Integer(),
  known: Type.Integer(),
  /** What failed then, was judged again, and does not fail any more. */
  gone: Type.Array(Type.Object({ rule: Type.String(), controls: Type.Array(Type.String()) })),
});
