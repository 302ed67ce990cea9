import { type Handle, release } from './handle.ts';

/** Of each root that is open at a time; a process may often hold 1,024 files. */
const MOST = 24;
const MOST_ON_A_PATH = 2 * MOST;

/**
 * Directories that paths have led through last, held open so that the next path through them does not open them again.
 * What is put in their place meanwhile is not seen: a scan takes less than a second, and sees one state.
 */
export class KeptDirectories {
  /** Used last, last. */
  readonly #handles = new Map<string, Handle>();

  /** @param path inside the root, after all links */
  get(path: string): Handle | undefined {
    const handle = this.#handles.get(path);
    if (handle !== undefined) this.#touch(path, handle);
    return handle;
  }

  /** Whether it is held from now on, until `trim` at least; otherwise whoever opened it releases it. */
  take(path: string, handle: Handle): boolean {
    if (this.#handles.size >= MOST_ON_A_PATH) return false;
    this.#touch(path, handle);
    return true;
  }

  /** Releases those that were used longest ago. Only between paths: what a path leads through must stay what it is. */
  trim(): void {
    for (const [path, handle] of this.#handles) {
      if (this.#handles.size <= MOST) return;
      this.#handles.delete(path);
      release(handle);
    }
  }

  #touch(path: string, handle: Handle): void {
    this.#handles.delete(path);
    this.#handles.set(path, handle);
  }

  close(): void {
    for (const handle of this.#handles.values()) release(handle);
    this.#handles.clear();
  }
}
