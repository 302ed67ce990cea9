import { readValue } from '../../../machine/reading.ts';
import type { RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import { serviceOf } from './service.ts';
import { type Start, startOfService } from './start.ts';

const LIMIT = 64 * 1024;

/** How systemd starts a service. */
export interface ServiceStart extends Start {
  /** `kubelet.service` */
  unit: string;
}

/** How systemd starts the service that a process runs in, by its control group; why that is not known, in words. */
export function startOfProcess(files: RootedFs, pid: number): ServiceStart | string {
  const unit = serviceOf(readValue(files.read(`/proc/${pid}/cgroup`, LIMIT)));
  if (unit === null) return 'no service of systemd that runs it was found';
  const start = startOfService(files, unit);
  if (start.state === 'read') return { unit, ...start.value };
  return start.state === 'missing' ? `${unit} was not found` : start.reason;
}
