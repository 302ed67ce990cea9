import type { FileFacts } from '../model/snapshot.ts';

/** Path of a file for people: the host's, else the one the process uses. */
export function shownPath(file: Pick<FileFacts, 'path' | 'hostPath'>): string {
  return file.hostPath ?? file.path;
}
