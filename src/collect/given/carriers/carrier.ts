import type { GoValue } from '../../config/go-value.ts';
import type { GivenDocument } from '../documents.ts';

/** A text within a given file, and where its lines, counted from 1, stand in that file. */
export interface Held {
  bytes: Buffer;
  lineOf(line: number): number;
}

/** A file of a node, as a given file has it written. */
export interface Entry {
  /** Absolute. */
  path: string;
  /** Where it stands in the given file. */
  line: number;
  held: Held | { unread: string };
  /** It adds to what the file holds already. */
  appends?: true;
}

/** What a given file would put on one node. */
export interface Carrier {
  entries: readonly Entry[];
  /** Configurations that it hands to kubeadm itself. */
  configurations: readonly GivenDocument[];
  problems: readonly Fault[];
  /** What a reader should know; a predicate: `runs scripts, which are not read`. */
  notes: readonly string[];
}

export interface Fault {
  line: number;
  problem: string;
}

/** The text of a value, whose lines are its own where it is a literal block, and that of its key where it is not. */
export function heldBy(source: Lines, value: GoValue & { type: 'string' }, bytes: Buffer): Held {
  const isLiteral = source.isLiteral(value);
  return { bytes, lineOf: (line) => source.lineOf(isLiteral ? value.line + line : value.line) };
}

/** A text of YAML or JSON by its lines. */
export class Lines {
  readonly lineOf: (line: number) => number;
  readonly #lines: readonly string[];

  /** @param lineOf where its lines stand in the given file */
  constructor(text: string, lineOf: (line: number) => number) {
    this.#lines = text.split(/\r\n|[\r\n]/);
    this.lineOf = lineOf;
  }

  /** Whether a text is written line by line below its key. */
  isLiteral({ value, line }: GoValue & { type: 'string' }): boolean {
    if (!/[|][-+0-9]*[ \t]*(?:#.*)?$/.test(this.#lines[line - 1] ?? '')) return false;
    const own = value.split('\n');
    const first = own.findIndex((one) => one.trim() !== '');
    return first >= 0 && (this.#lines[line + first] ?? '').trimEnd().endsWith((own[first] ?? '').trimEnd());
  }
}
