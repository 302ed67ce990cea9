import { hash } from 'node:crypto';
import type { PodSpec } from '../../../model/cluster/workloads.ts';

/** Different specs that are kept. Real clusters have a few per workload; the rest is counted, and said to be unknown. */
const LIMIT = 50_000;

/** Keeps each different spec once: Pods of one owner, and often those of many, have the same. */
export class SpecTable {
  readonly #indexes = new Map<string, number>();
  readonly #specs: PodSpec[] = [];
  readonly #limit: number;

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  /** Index of an equal spec, null when the table is full and has none. */
  intern(spec: PodSpec): number | null {
    const key = hash('sha256', JSON.stringify(spec), 'base64');
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    if (this.#specs.length >= this.#limit) return null;
    this.#indexes.set(key, this.#specs.length);
    this.#specs.push(spec);
    return this.#specs.length - 1;
  }

  at(index: number): PodSpec | undefined {
    return this.#specs[index];
  }
}
