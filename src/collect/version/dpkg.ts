import { readValue } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';

export const DPKG_STATUS = '/var/lib/dpkg/status';
const LIMIT = 64 * 1024 * 1024;

/** Version of an installed package in the dpkg database, null without database or package. */
export function dpkgVersion(fs: RootedFs, name: string): string | null {
  const status = readValue(fs.read(DPKG_STATUS, LIMIT));
  if (status === undefined) return null;
  const start = status.indexOf(`Package: ${name}\n`);
  if (start < 0 || (start > 0 && status[start - 1] !== 0x0a)) return null;
  const end = status.indexOf('\n\n', start);
  const paragraph = status.toString('utf8', start, end < 0 ? status.length : end);
  if (!/^Status: \S+ \S+ installed$/m.test(paragraph)) return null;
  return /^Version: (\S+)$/m.exec(paragraph)?.[1] ?? null;
}
