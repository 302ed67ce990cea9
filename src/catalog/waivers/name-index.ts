import { endsOf, listed } from '../../util/pattern.ts';
import type { LocatedWaiver } from './fault.ts';

type Lists = Map<string, LocatedWaiver[]>;

/** Waivers by what they say of one place: names that are written out, and patterns by what they begin and end with. */
export class NameIndex {
  /** Those that say nothing: they may meet any name. */
  readonly #silent: LocatedWaiver[] = [];
  readonly #named: LocatedWaiver[] = [];
  readonly #byName: Lists = new Map();
  readonly #byStart: Lists = new Map();
  readonly #byEnd: Lists = new Map();

  add(names: string | readonly string[] | undefined, located: LocatedWaiver): void {
    if (names === undefined) this.#silent.push(located);
    for (const name of listed(names ?? [])) {
      if (name.includes('*')) {
        const [start, end] = endsOf(name);
        push(this.#byStart, start, located);
        push(this.#byEnd, end, located);
      } else {
        this.#named.push(located);
        push(this.#byName, name, located);
      }
    }
  }

  /** Ways to look for those that may meet one of some names; none where no name is said. */
  near(names: string | readonly string[] | undefined): (readonly LocatedWaiver[])[][] {
    if (names === undefined) return [];
    const all = listed(names);
    const certain = [this.#silent, ...all.map((name) => this.#written(name))];
    return [
      [...certain, ...all.flatMap((name) => at(this.#byStart, startsOf(name)))],
      [...certain, ...all.flatMap((name) => at(this.#byEnd, tailsOf(name)))],
    ];
  }

  /** A pattern may meet any name that is written out. */
  #written(name: string): readonly LocatedWaiver[] {
    return name.includes('*') ? this.#named : (this.#byName.get(name) ?? []);
  }
}

function at(lists: Lists, keys: readonly string[]): LocatedWaiver[][] {
  return keys.flatMap((key) => {
    const list = lists.get(key);
    return list === undefined ? [] : [list];
  });
}

/** All that a text begins with. */
function startsOf(text: string): string[] {
  return Array.from({ length: text.length + 1 }, (_, length) => text.slice(0, length));
}

function tailsOf(text: string): string[] {
  return Array.from({ length: text.length + 1 }, (_, from) => text.slice(from));
}

function push(lists: Lists, key: string, located: LocatedWaiver): void {
  valueAt(lists, key, (): LocatedWaiver[] => []).push(located);
}

export function valueAt<V>(map: Map<string, V>, key: string, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
