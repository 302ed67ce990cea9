import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { readAll } from '../machine/rooted/read-all.ts';
import { KubetrueError, type Problem } from '../model/errors.ts';
import { SNAPSHOT_SCHEMA } from '../model/schema-names.ts';
import type { Snapshot } from '../model/snapshot.ts';

const LIMIT = 256 * 1024 * 1024;
const MAX_PROBLEMS = 50;

/** A snapshot as it is stored: the same snapshot gives the same text. */
export function snapshotText(snapshot: Snapshot): string {
  return `${JSON.stringify(snapshot, null, 2)}\n`;
}

/**
 * Reads a recorded snapshot.
 * @throws KubetrueError KT_SNAPSHOT with everything that is wrong with it, KT_SNAPSHOT_SCHEMA if another version of
 *   this program wrote it
 */
export async function readSnapshot(path: string): Promise<Snapshot> {
  const value = parse(path, readText(path));
  checkSchemaName(path, value);
  await validate(path, value);
  return value as Snapshot;
}

function readText(path: string): string {
  const bytes = readBytes(path);
  if (bytes === null) throw broken(path, `larger than ${LIMIT} bytes`);
  if (bytes.length === 0) throw broken(path, 'the file is empty');
  if (!isUtf8(bytes)) throw broken(path, 'not a text file');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

function readBytes(path: string): Buffer | null {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const stats = fstatSync(descriptor);
      if (stats.isDirectory()) throw broken(path, 'a directory, not a file');
      return stats.size > LIMIT ? null : readAll(descriptor, LIMIT);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof KubetrueError || !(error instanceof Error && 'syscall' in error)) throw error;
    throw new KubetrueError('KT_SNAPSHOT', { message: systemProblem(error), file: path }, { cause: error });
  }
}

function systemProblem(error: Error): string {
  const code = 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'no such file';
  return code === 'EACCES' ? 'permission denied' : error.message;
}

function broken(path: string, message: string): KubetrueError {
  return new KubetrueError('KT_SNAPSHOT', { message, file: path });
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new KubetrueError('KT_SNAPSHOT', syntaxProblem(path, text, error), { cause: error });
  }
}

function syntaxProblem(path: string, text: string, error: SyntaxError): Problem {
  const offset = errorOffset(text, error);
  const before = text.slice(0, offset).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const ended = offset >= text.trimEnd().length;
  const what = ended ? 'the file ends too early: it was cut off' : `not valid JSON at column ${column}`;
  const excerpt = text.split('\n')[before.length - 1] ?? '';
  return { message: what, file: path, line: before.length, excerpt: excerpt.slice(0, 120) };
}

/**
 * V8 gives the position of some errors only. The others are at the end of the longest beginning of the text that
 * is merely incomplete.
 */
function errorOffset(text: string, error: SyntaxError): number {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  if (position !== undefined) return Number(position);
  let [fine, wrong] = [0, text.length];
  if (isIncomplete(text)) return text.length;
  while (wrong - fine > 1) {
    const middle = Math.floor((fine + wrong) / 2);
    if (isIncomplete(text.slice(0, middle))) fine = middle;
    else wrong = middle;
  }
  return fine;
}

function isIncomplete(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = error instanceof SyntaxError ? error.message : '';
    const position = /at position (\d+)/.exec(message)?.[1];
    return position === undefined ? message.startsWith('Unexpected end') : Number(position) >= text.length;
  }
}

function checkSchemaName(path: string, value: unknown): void {
  const schema = typeof value === 'object' && value !== null ? Reflect.get(value, 'schema') : undefined;
  if (schema === SNAPSHOT_SCHEMA) return;
  if (typeof schema === 'string' && /^kubetrue\/snapshot\/v\d+$/.test(schema)) {
    throw new KubetrueError('KT_SNAPSHOT_SCHEMA', {
      message: `the snapshot has the shape ${schema}; this version reads ${SNAPSHOT_SCHEMA}`,
      file: path,
      hint: 'It was made by another version of kubetrue: update this one, or take the snapshot again.',
    });
  }
  const found = typeof schema === 'string' ? `its schema is ${schema.slice(0, 60)}` : 'it names no schema';
  throw broken(path, `not a snapshot: ${found}`);
}

/** The validator is heavy and only a replay needs it. */
async function validate(path: string, value: unknown): Promise<void> {
  const [{ Check, Errors }, { Settings }, { SnapshotSchema }] = await Promise.all([
    import('typebox/value'),
    import('typebox/system'),
    import('../model/snapshot.ts'),
  ]);
  if (Check(SnapshotSchema, value)) return;
  Settings.Set({ maxErrors: MAX_PROBLEMS * 4 });
  const messages = new Set(withoutRepeats(Errors(SnapshotSchema, value)).map(messageOf));
  throw new KubetrueError(
    'KT_SNAPSHOT',
    [...messages].slice(0, MAX_PROBLEMS).map((message) => ({ message, file: path })),
  );
}

interface SchemaError {
  keyword: string;
  instancePath: string;
  message: string;
}

/** A value that fits none of several shapes is reported once per shape; one sentence says as much. */
function withoutRepeats(errors: readonly SchemaError[]): SchemaError[] {
  const choices = new Set(
    errors.filter(({ keyword }) => keyword === 'anyOf').map((error) => error.instancePath),
  );
  return errors.filter(({ keyword, instancePath }) => {
    const parent = instancePath.slice(0, instancePath.lastIndexOf('/'));
    const ofOneShape = keyword === 'required' || keyword === 'const';
    return !(ofOneShape && (choices.has(instancePath) || choices.has(parent)));
  });
}

function messageOf(error: SchemaError): string {
  const message = error.keyword === 'anyOf' ? 'none of the shapes that are possible here' : error.message;
  return `${error.instancePath || '/'}: ${message}`;
}
