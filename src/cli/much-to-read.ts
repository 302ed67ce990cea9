import type { EventEmitter } from 'node:events';
import { statSync } from 'node:fs';

/** What is read sooner is over before V8 has compiled anything again. */
const MUCH = 256 * 1024;

/** Tells `bin/load.js`, which sets V8 up, when that much is to be parsed in one go. */
export function aboutToRead(bytes: number): void {
  const events: EventEmitter = process;
  if (bytes > MUCH) events.emit('kubetrue:much-to-read');
}

/** The same of a file. If it is not there, what reads it says so. */
export function aboutToReadFile(path: string): void {
  try {
    aboutToRead(statSync(path).size);
  } catch {
    // Not there.
  }
}
