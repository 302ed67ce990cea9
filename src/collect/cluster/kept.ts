import type { Reducer } from './api/list.ts';
import type { Raw } from './raw.ts';

/** Keeps one reduced object for each listed one that `reduce` does not answer with null. */
export class Kept<T> implements Reducer {
  #list: T[] = [];
  #page: T[] = [];
  readonly #reduce: (object: Raw) => T | null;

  constructor(reduce: (object: Raw) => T | null) {
    this.#reduce = reduce;
  }

  get list(): readonly T[] {
    return this.#list;
  }

  take(object: Raw): void {
    const reduced = this.#reduce(object);
    if (reduced !== null) this.#page.push(reduced);
  }

  commit(): void {
    for (const one of this.#page) this.#list.push(one);
    this.#page = [];
  }

  drop(): void {
    this.#page = [];
  }

  reset(): void {
    this.#page = [];
    this.#list = [];
  }
}
