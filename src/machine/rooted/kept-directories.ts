import { type Handle, release } from './handle.ts';

const MOST = 24;

/**
 * Directories that paths have led through, held open so that the next path through them does not open them again.
 * What is put in their place meanwhile is not seen: a scan takes less than a second, and sees one state.
 */
export class KeptDirectories {
  readonly #handles = new Map<string, Handle>();

  /** @param path inside the root, after all links */
  get(path: string): Handle | undefined {
    return this.#handles.get(path);
  }

  /** Whether it is held from now on; otherwise whoever opened it releases it. */
  take(path: string, handle: Handle): boolean {
    if (this.#handles.size >= MOST) return false;
    this.#handles.set(path, handle);
    return true;
  }

  close(): void {
    for (const handle of this.#handles.values()) release(handle);
    this.#handles.clear();
  }
}
