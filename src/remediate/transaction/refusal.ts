/**
 * Why a change is not made, or not made further. Trouble on the node is data: it is caught where a change is made, and
 * told. `message` is a sentence without its full stop.
 */
export class Refusal extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refusal';
  }
}

/** Something else comes first, on another node: the same change can be made once that is done. */
export class NotYet extends Refusal {}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on its file system',
  EDQUOT: 'the quota is used up',
  EROFS: 'its file system is read-only',
  EACCES: 'permission denied',
  EPERM:
    'not permitted, even for root: it or its directory is immutable (lsattr shows it), or a capability is missing',
  ENOENT: 'it does not exist',
  ELOOP: 'it is a symbolic link',
  ENOTDIR: 'a part of its path is no directory',
  EXDEV: 'it lies on another file system',
  EIO: 'the device reports an error',
};

/** A failed system call in words that name the file; anything else is thrown on, as it is a bug. */
export function asRefusal(path: string, what: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (!isSystemError(error)) throw error;
  const reason = REASONS[error.code ?? ''] ?? error.message;
  return new Refusal(`${path} cannot be ${what}: ${reason}`, { cause: error });
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
