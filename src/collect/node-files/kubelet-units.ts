import { posix } from 'node:path';
import { readValue } from '../../machine/reading.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { Host } from '../host.ts';

/** Where systemd looks for units, systemd.unit(5). */
const UNIT_DIRECTORIES = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
] as const;

/** Unit files of the kubelet and their drop-ins, one path for each file. */
export function kubeletUnits(host: Host, processes: readonly ProcessFacts[]): string[] {
  const kubelet = processes.find(({ component }) => component === 'kubelet');
  if (kubelet === undefined) return [];
  const unit = unitOf(host, kubelet.pid) ?? 'kubelet.service';
  const found = UNIT_DIRECTORIES.flatMap((directory) => [
    posix.join(directory, unit),
    ...dropIns(host, posix.join(directory, `${unit}.d`)),
  ]);
  return withoutAliases(host, found);
}

/** Why unit files could not be looked for: a capture that holds none of their directories; null when they could. */
export function unitsProblem(host: Host): string | null {
  const some = UNIT_DIRECTORIES.some((directory) => host.files.list(directory).state === 'read');
  return some || host.source !== 'captured'
    ? null
    : 'The directories of systemd units are not part of the capture.';
}

/** The service that the kernel has the process in: `/system.slice/kubelet.service`. */
function unitOf(host: Host, pid: number): string | null {
  const cgroup = readValue(host.proc.read(`${pid}/cgroup`))?.toString('latin1') ?? '';
  return /\/([^/\n]*kubelet[^/\n]*\.service)(?:\/|$)/m.exec(cgroup)?.[1] ?? null;
}

function dropIns(host: Host, directory: string): string[] {
  const names = readValue(host.files.list(directory)) ?? [];
  return names
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .map((name) => posix.join(directory, name));
}

/** `/lib` is a link to `/usr/lib` on most systems. */
function withoutAliases(host: Host, paths: readonly string[]): string[] {
  const byTarget = new Map<string, string>();
  for (const path of paths) {
    const place = readValue(host.files.stat(path));
    if (place !== undefined && !byTarget.has(place.path)) byTarget.set(place.path, path);
  }
  return [...byTarget.values()];
}
