import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { type ErrorCode, KubetrueError } from '../../model/errors.ts';
import { readAll } from '../rooted/read-all.ts';
import { shapeProblems } from './shape.ts';
import { syntaxProblem } from './syntax.ts';

/** A published shape of a JSON file that this program wrote earlier. */
export interface DocumentKind {
  /** `snapshot` */
  noun: string;
  /** `kubetrue/snapshot/v1` */
  name: string;
  /** What cannot be read. */
  broken: ErrorCode;
  /** What another version wrote. */
  foreign: ErrorCode;
  /** How to come by a good one. */
  again: string;
  schema(): Promise<TSchema>;
}

export interface ReadDocument {
  kind: DocumentKind;
  /** As its schema says. */
  value: unknown;
}

const LIMIT = 256 * 1024 * 1024;

/**
 * Reads a JSON file of one of some kinds; the first is the one that was most likely meant.
 *
 * @throws KubetrueError with everything that is wrong with it
 */
export async function readDocument(
  path: string,
  kinds: readonly [DocumentKind, ...DocumentKind[]],
): Promise<ReadDocument> {
  return documentIn(readText(path, kinds[0].broken), path, kinds);
}

/**
 * The same of a text that is at hand.
 *
 * @param path what messages call it
 * @throws KubetrueError with everything that is wrong with it
 */
export async function documentIn(
  text: string,
  path: string,
  kinds: readonly [DocumentKind, ...DocumentKind[]],
): Promise<ReadDocument> {
  const value = parse(path, text, kinds[0].broken);
  const kind = kindOf(path, value, kinds);
  const problems = await shapeProblems(await kind.schema(), value);
  if (problems.length === 0) return { kind, value };
  throw new KubetrueError(
    kind.broken,
    problems.map((message) => ({ message, file: path })),
  );
}

function readText(path: string, code: ErrorCode): string {
  const refuse = (message: string) => new KubetrueError(code, { message, file: path });
  const bytes = readBytes(path, code);
  if (bytes === null) throw refuse(`larger than ${LIMIT} bytes`);
  if (bytes.length === 0) throw refuse('the file is empty');
  if (!isUtf8(bytes)) throw refuse('not a text file');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

function readBytes(path: string, code: ErrorCode): Buffer | null {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const stats = fstatSync(descriptor);
      if (stats.isDirectory())
        throw new KubetrueError(code, { message: 'a directory, not a file', file: path });
      return stats.size > LIMIT ? null : readAll(descriptor, LIMIT);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof KubetrueError || !(error instanceof Error && 'syscall' in error)) throw error;
    throw new KubetrueError(code, { message: systemProblem(error), file: path }, { cause: error });
  }
}

function systemProblem(error: Error): string {
  const code = 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'no such file';
  return code === 'EACCES' ? 'permission denied' : error.message;
}

function parse(path: string, text: string, code: ErrorCode): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new KubetrueError(code, syntaxProblem(path, text, error), { cause: error });
  }
}

function kindOf(
  path: string,
  value: unknown,
  kinds: readonly [DocumentKind, ...DocumentKind[]],
): DocumentKind {
  const name = typeof value === 'object' && value !== null ? Reflect.get(value, 'schema') : undefined;
  const kind = kinds.find((one) => one.name === name);
  if (kind !== undefined) return kind;
  const relative = kinds.find((one) => isOtherVersion(name, one));
  if (relative !== undefined) throw foreign(path, String(name), relative);
  const found = typeof name === 'string' ? `its schema is ${name.slice(0, 60)}` : 'it names no schema';
  const wanted = kinds.map(({ noun }) => `no ${noun}`).join(' and ');
  const message = kinds.length === 1 ? `not a ${kinds[0].noun}: ${found}` : `${wanted}: ${found}`;
  throw new KubetrueError(kinds[0].broken, { message, file: path });
}

function isOtherVersion(name: unknown, kind: DocumentKind): boolean {
  const stem = kind.name.replace(/\d+$/, '');
  return typeof name === 'string' && name.startsWith(stem) && /^\d+$/.test(name.slice(stem.length));
}

function foreign(path: string, name: string, { noun, name: own, foreign: code, again }: DocumentKind) {
  return new KubetrueError(code, {
    message: `the ${noun} has the shape ${name.slice(0, 60)}; this version reads ${own}`,
    file: path,
    hint: `It was made by another version of kubetrue: update this one, or ${again}.`,
  });
}
