import { readValue } from '../../machine/reading.ts';
import type { Host } from '../host.ts';

/** Both places of https://www.freedesktop.org/software/systemd/man/latest/os-release.html; the first that is there counts. */
const PLACES = ['/etc/os-release', '/usr/lib/os-release'] as const;
const LIMIT = 64 * 1024;

export interface OsRelease {
  path: string;
  /** Value of a variable without its quotes; null when it is not set. */
  get(name: string): string | null;
}

/** What the operating system says that it is; null when it does not say or cannot be read. */
export function osRelease(host: Host): OsRelease | null {
  for (const path of PLACES) {
    const content = readValue(host.files.read(path, LIMIT));
    if (content !== undefined) return { path, get: (name) => variableIn(content.toString('utf8'), name) };
  }
  return null;
}

function variableIn(text: string, name: string): string | null {
  const line = text.split('\n').findLast((one) => one.startsWith(`${name}=`));
  if (line === undefined) return null;
  const value = line.slice(name.length + 1).trim();
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
}
