import { readFileSync } from 'node:fs';
import type { Problem } from '../../model/errors.ts';

/** A text file of the rule set, with what is needed to point into it. */
export interface SourceFile {
  path: string;
  text: string;
}

/** Collects what is wrong with all files, so that one run shows everything. */
export type Problems = Problem[];

const LONGEST_EXCERPT = 120;

/** Reads a file; what cannot be read becomes a problem and null. */
export function readSource(path: string, problems: Problems): SourceFile | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
    return { path, text: text.replaceAll('\r\n', '\n') };
  } catch (error) {
    problems.push({ message: `cannot be read: ${reasonOf(error)}`, file: path });
    return null;
  }
}

/** A problem at a 1-based line, with that line as its excerpt. */
export function problemAt(file: SourceFile, line: number, message: string, hint?: string): Problem {
  const excerpt = (linesOf(file)[line - 1] ?? '').trimEnd().slice(0, LONGEST_EXCERPT);
  return { message, file: file.path, line, excerpt, ...(hint === undefined ? {} : { hint }) };
}

/** A file may have thousands of problems, each with its line. */
const LINES = new WeakMap<SourceFile, readonly string[]>();

function linesOf(file: SourceFile): readonly string[] {
  const lines = LINES.get(file) ?? file.text.split('\n');
  LINES.set(file, lines);
  return lines;
}

function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return 'it is not UTF-8 text';
  return error instanceof Error ? error.message : String(error);
}
