import { closeSync, existsSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import { failedReading, missing, type Reading, read, unreadable } from '../../machine/reading.ts';
import { readAll, readRows } from '../../machine/rooted/read-all.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import { decodeBytes } from '../../util/bytes.ts';

/** Longest argv Linux accepts is 6 MiB with default stack limits; environ and net tables stay below this too. */
const LIMIT = 32 * 1024 * 1024;

export const NOT_CAPTURED = 'not part of the capture';

/** Access to a /proc. Names are relative to it, such as `12/cmdline` or `stat`. */
export interface ProcSource {
  /** Ids of processes, ascending. */
  pids(): number[];
  read(name: string): Reading<Buffer>;
  /** As `read`, but may stop where `enough` says so. */
  rows(name: string, enough: (soFar: Buffer) => boolean): Reading<Buffer>;
  /** Whether a link leads somewhere; cheaper than to be refused by `link`. */
  leads(name: string): boolean;
  /** Text of a link. In a procfs it is for people: only the kernel can follow it. */
  link(name: string): Reading<string>;
  list(name: string): Reading<string[]>;
}

/** A procfs of the kernel at a path such as `/proc`. Nothing below it is a trap, so it is read the short way. */
export function kernelProc(base: string): ProcSource {
  return {
    pids: () => numeric(guarded(() => read(readdirSync(base)))),
    read: (name) => guarded(() => withFile(`${base}/${name}`, readWhole)),
    rows: (name, enough) =>
      guarded(() => withFile(`${base}/${name}`, (file) => read(readRows(file, enough)))),
    leads: (name) => existsSync(`${base}/${name}`),
    link: (name) => guarded(() => read(decodeBytes(readlinkSync(`${base}/${name}`, { encoding: 'buffer' })))),
    list: (name) => guarded(() => read(readdirSync(`${base}/${name}`))),
  };
}

/** Plain files below DIR/proc. A file that is not there was not captured: nobody knows what it held. */
export function capturedProc(root: RootedFs): ProcSource {
  return {
    pids: () => numeric(root.list('/proc')),
    read: (name) => captured(root.read(`/proc/${name}`, LIMIT)),
    rows: (name) => captured(root.read(`/proc/${name}`, LIMIT)),
    leads: (name) => root.link(`/proc/${name}`).state === 'read',
    link: (name) => captured(root.link(`/proc/${name}`)),
    list: (name) => captured(root.list(`/proc/${name}`)),
  };
}

function captured<T>(reading: Reading<T>): Reading<T> {
  return reading.state === 'missing' ? unreadable(NOT_CAPTURED) : reading;
}

function numeric(names: Reading<string[]>): number[] {
  if (names.state !== 'read') return [];
  return names.value
    .filter((name) => /^[1-9][0-9]{0,9}$/.test(name))
    .map(Number)
    .sort((left, right) => left - right);
}

function withFile<T>(path: string, use: (descriptor: number) => Reading<T>): Reading<T> {
  const descriptor = openSync(path, 'r');
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readWhole(descriptor: number): Reading<Buffer> {
  const content = readAll(descriptor, LIMIT);
  return content === null ? unreadable(`more than ${LIMIT} bytes`) : read(content);
}

function guarded<T>(action: () => Reading<T>): Reading<T> {
  try {
    return action();
  } catch (error) {
    const failed = failedReading(error, 'CAP_SYS_PTRACE');
    return failed.state === 'missing' ? missing(true) : failed;
  }
}
