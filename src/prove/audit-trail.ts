import { readSync } from 'node:fs';
import { posix } from 'node:path';
import { apiServerSetting } from '../components/kube-apiserver/settings.ts';
import { andThen, type Reading, read, unreadable } from '../machine/reading.ts';
import { RootedFs } from '../machine/rooted/rooted-fs.ts';
import type { Observation } from '../model/observation.ts';
import type { ProcessFacts } from '../model/snapshot.ts';
import { at, jsonOf, textAt } from './probes/keep.ts';
import type { Seen } from './probes/probe.ts';

/** Most of what a server may write while it is asked; where it writes more, nothing is told. */
const MOST_BYTES = 8 * 1024 * 1024;

/** The id by which a request of this scan is found again in an audit log. */
export function auditId(token: string, resource: string): string {
  return `kubetrue-${token}-${resource}`;
}

/**
 * Asks an API server, and looks in what its audit log has got meanwhile for the requests with an id of ours. Of the log
 * only those entries are looked at, and of them level, user and groups are kept.
 *
 * @param ask gets whether there is a log that can be read
 * @param proc where the procfs is that shows the process
 */
export async function withAuditTrail(
  process: ProcessFacts,
  token: string,
  ask: (audited: boolean) => Promise<Observation[]>,
  proc = '/proc',
): Promise<Observation[]> {
  const path = logOf(process);
  const root = `${proc}/${process.pid}/root`;
  const size = path === null ? null : sizeOf(root, path);
  const observations = await ask(size !== null);
  if (path === null || size === null) return observations;
  const grown = grownSince(root, path, size);
  if (grown === null) return observations;
  return observations.map((one) =>
    one.method === 'AUDIT' && one.answer.kind === 'answered'
      ? { ...one, seen: entryOf(grown, auditId(token, one.probe ?? '')) }
      : one,
  );
}

function logOf(process: ProcessFacts): string | null {
  if (process.component !== 'kube-apiserver') return null;
  const path = apiServerSetting(process, 'audit-log-path')?.value;
  return typeof path === 'string' && posix.isAbsolute(path) ? path : null;
}

function inFile<T>(
  root: string,
  path: string,
  use: (descriptor: number, size: number) => Reading<T>,
): T | null {
  const reading = andThen(RootedFs.open(root, 'CAP_SYS_PTRACE'), (fs) => {
    try {
      return fs.withFile(path, use);
    } finally {
      fs.close();
    }
  });
  return reading.state === 'read' ? reading.value : null;
}

function sizeOf(root: string, path: string): number | null {
  return inFile(root, path, (_descriptor, size) => read(size));
}

/** Null where the log was rotated or has grown too much. */
function grownSince(root: string, path: string, from: number): string | null {
  return inFile(root, path, (descriptor, size) => {
    const length = size - from;
    if (length < 0 || length > MOST_BYTES) return unreadable('not the same file, or too much of it');
    const bytes = Buffer.alloc(length);
    return read(bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, length, from)));
  });
}

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/apis/audit/v1/types.go Event */
function entryOf(log: string, id: string): Seen {
  const line = log.split('\n').find((one) => one.includes(`"${id}"`));
  if (line === undefined) return { found: false };
  const event = jsonOf({ status: 200, body: line });
  const groups = at(event, 'user', 'groups');
  return {
    found: true,
    level: textAt(event, 'level'),
    user: textAt(event, 'user', 'username'),
    groups: Array.isArray(groups) ? groups.filter((one) => typeof one === 'string') : [],
  };
}
