/** A decoded YAML value, with the 1-based line it was written on. */
export type GoValue =
  | { type: 'null'; line: number }
  | { type: 'boolean'; value: boolean; line: number }
  | { type: 'number'; value: number; line: number }
  | { type: 'string'; value: string; line: number }
  | { type: 'list'; items: GoValue[]; line: number }
  | GoMap;

/** Keys are what JSON would show; each has the line of the key that was decoded last. */
export interface GoMap {
  type: 'map';
  entries: Map<string, { value: GoValue; line: number }>;
  /** Keys that were set again, by merges too: what decoders that are strict refuse. */
  repeated: { key: string; line: number }[];
  line: number;
}

export type Decoded =
  | { state: 'decoded'; value: GoValue }
  /** What go-yaml refuses. */
  | { state: 'broken'; problem: string; line: number }
  /** What we do not follow to the end. */
  | { state: 'excessive'; reason: string };
