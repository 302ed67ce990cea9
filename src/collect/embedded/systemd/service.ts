import { posix } from 'node:path';
import { UNIT_DIRECTORIES } from '../../../components/kubelet/unit-places.ts';
import { type Reading, read, readValue, unreadable } from '../../../machine/reading.ts';
import { kindOf, type RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import { compareBytes } from '../../../util/bytes.ts';
import { decodeUnit } from '../../files/unit.ts';

const LIMIT = 1024 * 1024;

/** One directive of a service, and where it stands. */
export interface Directive {
  key: string;
  value: string;
  path: string;
  line: number;
}

/** A service as its unit file and the drop-ins over it describe it. */
export interface Service {
  name: string;
  directives: readonly Directive[];
  /** Files that it was read from, and directories of drop-ins: a change of any of them may not be in force yet. */
  files: readonly string[];
}

/** The unit that systemd runs a process in, by its control group; null when it is in none. */
export function serviceOf(cgroup: Buffer | undefined): string | null {
  const text = cgroup?.toString('latin1') ?? '';
  return /\/([^/\n]+\.service)(?:\/[^\n]*)?$/m.exec(text)?.[1] ?? null;
}

/**
 * Reads a service: the unit file of the strongest directory, then its drop-ins in the order of their names, each from
 * the strongest directory that has it. systemd.unit(5); drop-ins for all services, `service.d`, are left out.
 *
 * @param keys directives of the section `[Service]` that are wanted, in lower case
 */
export function readService(fs: RootedFs, name: string, keys: readonly string[]): Reading<Service> {
  const unit = UNIT_DIRECTORIES.map((directory) => posix.join(directory, name)).find(
    (path) => fs.stat(path).state !== 'missing',
  );
  if (unit === undefined) return unreadable(`the unit file of ${name} was not found`);
  const dropIns = dropInsOf(fs, name);
  if (dropIns.state !== 'read') return dropIns;
  const { paths, directories } = dropIns.value;
  const directives: Directive[] = [];
  for (const path of [unit, ...paths]) {
    const bytes = contentOf(fs, path);
    if (bytes.state !== 'read') return unreadable(`${path}: ${problemOf(bytes)}`);
    directives.push(...directivesIn(bytes.value, path, keys));
  }
  return read({ name, directives, files: [unit, ...paths, ...directories] });
}

/** A link to /dev/null takes the place of a file and says nothing. */
function contentOf(fs: RootedFs, path: string): Reading<Buffer> {
  const place = readValue(fs.stat(path));
  const masked = place !== undefined && kindOf(place.stats) === 'device';
  return masked ? read(Buffer.alloc(0)) : fs.read(path, LIMIT);
}

function problemOf(reading: Exclude<Reading<unknown>, { state: 'read' }>): string {
  return reading.state === 'missing' ? 'not there' : reading.reason;
}

/** The directives of `[Service]` in a unit file or drop-in that are wanted. */
export function directivesIn(bytes: Buffer, path: string, keys: readonly string[]): Directive[] {
  const unit = decodeUnit(bytes, new Set(keys.map((key) => `service.${key}`)));
  if (unit.kind !== 'unit') return [];
  return unit.entries.map(({ key, value, line }) => ({ key: key.toLowerCase(), value, path, line }));
}

interface DropIns {
  paths: string[];
  directories: string[];
}

function dropInsOf(fs: RootedFs, name: string): Reading<DropIns> {
  const byName = new Map<string, string>();
  const directories: string[] = [];
  for (const directory of UNIT_DIRECTORIES.map((one) => posix.join(one, `${name}.d`))) {
    const names = fs.list(directory);
    if (names.state === 'unreadable') return unreadable(`${directory}: ${names.reason}`);
    if (names.state === 'missing') continue;
    directories.push(directory);
    for (const file of names.value.filter((one) => one.endsWith('.conf')))
      if (!byName.has(file)) byName.set(file, posix.join(directory, file));
  }
  const sorted = [...byName].sort(([left], [right]) => compareBytes(left, right));
  return read({ paths: sorted.map(([, path]) => path), directories });
}
