import { parseGoBoolean } from '../../../components/go-values.ts';
import type { Variable } from '../systemd/start.ts';
import type { Given } from './command-line.ts';
import { K3S_FLAGS } from './flags.ts';

/** A value and where it was set. */
export type Sourced = Variable;

/** What is in force in K3s: a flag, from its file or its command line, over an environment variable. */
export class K3sSettings {
  readonly #given: readonly Given[];
  readonly #environment: ReadonlyMap<string, Variable>;

  constructor(given: readonly Given[], environment: ReadonlyMap<string, Variable>) {
    this.#given = given;
    this.#environment = environment;
  }

  /** Null where it is not set; an empty text counts as not set. */
  text(name: string): Sourced | null {
    const last = this.#given.findLast((one) => one.name === name);
    const variable = K3S_FLAGS.get(name)?.variable;
    const found = last ?? (variable === undefined ? undefined : this.#environment.get(variable));
    return found === undefined || found.value === '' ? null : { value: found.value, origin: found.origin };
  }

  /** Every value of the given names, in order. */
  list(...names: string[]): Sourced[] {
    return this.#given
      .filter((one) => names.includes(one.name))
      .map(({ value, origin }) => ({ value, origin }));
  }

  isOn(name: string): boolean {
    return parseGoBoolean(this.text(name)?.value ?? '') === true;
  }
}
