import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { type ErrorCode, KubetrueError } from '../../model/errors.ts';

/** More than any file of a person's own; what is larger is refused before it is read. */
const LARGEST = 64 * 1024 * 1024;

/**
 * The bytes of a file that was named on the command line.
 *
 * @throws KubetrueError with the code given, for what cannot be read or is no file
 */
export function readBytes(file: string, code: ErrorCode): Uint8Array {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      if (size > LARGEST) throw new Error(`it is ${size} bytes long`);
      return readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new KubetrueError(code, { message: `cannot be read: ${why}`, file }, { cause });
  }
}
