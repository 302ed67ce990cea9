import { readFileSync } from 'node:fs';
import { type Bounds, faultOf } from '../../catalog/read/given-file.ts';
import { type ErrorCode, KubetrueError } from '../../model/errors.ts';

/** More than any file of a person's own; what is larger is refused before it is read. */
const PAGE: Bounds = { largest: 64 * 1024 * 1024, pipes: true };

/**
 * The bytes of a file that was named on the command line.
 *
 * @throws KubetrueError with the code given, for what cannot be read or is no file
 */
export function readBytes(file: string, code: ErrorCode): Uint8Array {
  const fault = faultOf(file, PAGE);
  if (fault !== null) throw new KubetrueError(code, { message: fault, file });
  try {
    return readFileSync(file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new KubetrueError(code, { message: `cannot be read: ${why}`, file }, { cause });
  }
}
