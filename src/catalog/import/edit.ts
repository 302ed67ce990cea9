/** What one sentence of a Remediation asks to be done. */
export type Edit =
  | { does: 'set'; values: readonly Assigned[]; file: string | null }
  | { does: 'unset'; flag: string; file: string | null }
  | { does: 'unset-or-set'; flag: string; value: string; file: string | null }
  | { does: 'key'; key: string; value: string }
  | { does: 'chmod'; mode: string; file: string }
  | { does: 'chown'; owner: string; file: string }
  /** For a person. */
  | { does: 'step' };

export interface Assigned {
  flag: string;
  value: string;
}
