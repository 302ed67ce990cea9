import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { FileState } from '../../model/plan.ts';
import { modeText } from '../mode.ts';
import { sha256 } from '../plan-hash.ts';
import { NotNow } from './input.ts';

const LIMIT = 4 * 1024 * 1024;

export interface NodeFileState {
  /** Where all links lead. */
  readonly path: string;
  readonly directory: boolean;
  readonly state: FileState;
  /** Null for a directory. */
  readonly bytes: Buffer | null;
}

/** A file whose content is at hand. */
export type OpenFile = NodeFileState & { readonly bytes: Buffer };

/** A state with other content: what a plan expects to find after an earlier change of its own. */
export function stateWith(state: FileState, bytes: Buffer): FileState {
  return { ...state, sha256: sha256(bytes) };
}

/** A file or directory as it is now. Throws NotNow when it cannot be told. */
export function stateOf(files: RootedFs, path: string): NodeFileState {
  const place = files.stat(path);
  if (place.state !== 'read') {
    throw new NotNow(
      'refused',
      `${path} ${place.state === 'missing' ? 'is not there' : `cannot be read: ${place.reason}`}.`,
    );
  }
  const { stats } = place.value;
  const directory = stats.isDirectory();
  const bytes = directory ? null : contentOf(files, path);
  return {
    path: place.value.path,
    directory,
    bytes,
    state: {
      sha256: bytes === null ? null : sha256(bytes),
      mode: modeText(stats.mode),
      uid: stats.uid,
      gid: stats.gid,
      device: stats.dev,
      inode: stats.ino,
    },
  };
}

/** A file whose content is to be edited: no link, so that a rename replaces what is read. */
export function editable(files: RootedFs, path: string): OpenFile {
  const found = stateOf(files, path);
  if (found.bytes === null) throw new NotNow('refused', `${path} is a directory.`);
  if (found.path !== path) {
    throw new NotNow(
      'refused',
      `${path} is or lies behind a link that leads to ${found.path}.`,
      `edit ${found.path} by hand`,
    );
  }
  return { ...found, bytes: found.bytes };
}

function contentOf(files: RootedFs, path: string): Buffer {
  const read = files.read(path, LIMIT);
  if (read.state === 'read') return read.value;
  throw new NotNow(
    'refused',
    `${path} cannot be read${read.state === 'unreadable' ? `: ${read.reason}` : ''}.`,
  );
}
