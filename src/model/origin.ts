import { type Static, Type } from 'typebox';

/** Where a value was read. `path` is always a path as seen from the host, or inside `--root`. */
export const OriginSchema = Type.Union([
  Type.Object({ kind: Type.Literal('flag'), text: Type.String() }),
  Type.Object({ kind: Type.Literal('environment'), name: Type.String() }),
  Type.Object({ kind: Type.Literal('file'), path: Type.String(), line: Type.Integer({ minimum: 1 }) }),
  Type.Object({ kind: Type.Literal('drop-in'), path: Type.String(), line: Type.Integer({ minimum: 1 }) }),
  Type.Object({ kind: Type.Literal('default'), version: Type.String() }),
  /** Given by the program that runs the component inside itself, of its own accord: `k3s 1.33`. */
  Type.Object({ kind: Type.Literal('program'), name: Type.String() }),
  Type.Object({ kind: Type.Literal('api'), resource: Type.String() }),
  Type.Object({ kind: Type.Literal('process'), path: Type.String() }),
  Type.Object({ kind: Type.Literal('filesystem'), path: Type.String() }),
  Type.Object({ kind: Type.Literal('probe'), method: Type.String(), address: Type.String() }),
]);
export type Origin = Static<typeof OriginSchema>;
