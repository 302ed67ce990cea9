/**
 * Outcome of one look at the judged machine. `missing`: there is no such thing, and `parent` says whether the
 * directory that would hold it is there.
 */
export type Reading<T> =
  | { state: 'read'; value: T }
  | { state: 'missing'; parent: boolean }
  | { state: 'unreadable'; reason: string };

export function read<T>(value: T): Reading<T> {
  return { state: 'read', value };
}

export function unreadable(reason: string): Reading<never> {
  return { state: 'unreadable', reason };
}

export function missing(parent: boolean): Reading<never> {
  return { state: 'missing', parent };
}

/** The value that was read, else undefined. */
export function readValue<T>(reading: Reading<T>): T | undefined {
  return reading.state === 'read' ? reading.value : undefined;
}

/** Applies `next` to what was read and passes any other outcome on. */
export function andThen<T, U>(reading: Reading<T>, next: (value: T) => Reading<U>): Reading<U> {
  return reading.state === 'read' ? next(reading.value) : reading;
}

const REASONS: Readonly<Record<string, string>> = {
  EIO: 'input/output error',
  ELOOP: 'too many links',
  ENAMETOOLONG: 'the path is too long',
  ENOTDIR: 'a part of the path is not a directory',
  ENXIO: 'no such device',
  ESTALE: 'stale file handle',
};

/** Capability that would lift a refusal: of the process's own links in /proc, or of file modes. */
export type Right = 'CAP_SYS_PTRACE' | 'CAP_DAC_READ_SEARCH';

/** How the reason begins where the kernel refused. */
export const REFUSED = 'permission denied';

/**
 * Turns an exception of node:fs into a reading; anything that is not a system error is a bug and is thrown on.
 * ESRCH is what procfs answers once the process has ended.
 */
export function failedReading(error: unknown, right: Right): Reading<never> {
  const code = systemCode(error);
  if (code === 'ENOENT' || code === 'ESRCH') return missing(true);
  if (code === 'EACCES' || code === 'EPERM') {
    return unreadable(`${REFUSED} (run as root, or with ${right})`);
  }
  return unreadable(REASONS[code] ?? `error ${code}`);
}

function systemCode(error: unknown): string {
  if (error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  throw error;
}
