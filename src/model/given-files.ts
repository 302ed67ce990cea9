import { type Static, Type } from 'typebox';

/** A line of a file that was given to be judged; `-` is standard input. */
export const PlaceSchema = Type.Object({ path: Type.String(), line: Type.Integer({ minimum: 1 }) });
export type Place = Static<typeof PlaceSchema>;

/** What came of files that are judged before they run. */
export const GivenFilesSchema = Type.Object({
  /** Files in which something was found to judge, sorted. */
  judged: Type.Array(Type.String()),
  /** How many others were looked at and hold nothing that is judged. */
  passedOver: Type.Integer({ minimum: 0 }),
  /** What should have been judged and could not be read. */
  problems: Type.Array(
    Type.Object({ path: Type.String(), line: Type.Integer({ minimum: 1 }), problem: Type.String() }),
  ),
  /** What a reader should know: kinds that are not read yet, links that were not followed. */
  notes: Type.Array(Type.String()),
});
export type GivenFiles = Static<typeof GivenFilesSchema>;
