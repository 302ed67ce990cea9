import fc, { type Arbitrary } from 'fast-check';

export type Weighted<T> = readonly (readonly [weight: number, option: T])[];

/** Choices for one draw. */
export interface Picker {
  /** True in that share of the draws. */
  chance(share: number): boolean;
  /** Like `chance`, but never in a draw that is meant to start. */
  odd(share: number): boolean;
  one<T>(options: readonly T[]): T;
  /** Options with their weights. */
  weighted<T>(options: Weighted<T>): T;
  /** The second table, which mostly stops the start, joins in only in a draw that is not meant to start. */
  sound<T>(options: Weighted<T>, odd: Weighted<T>): T;
  shuffle<T>(items: readonly T[]): T[];
}

const FINE = 1_000_000;
/** Share of draws that hold mistakes on purpose. */
const ODD = 0.4;

/** Shares of draws mean what they say only without fast-check's liking for the ends of a range. */
function unbiased(bound: number): Arbitrary<number> {
  return fc.noBias(fc.nat({ max: bound - 1 }));
}

/** An arbitrary out of a function that makes choices. */
export function drawn<T>(make: (picker: Picker) => T): Arbitrary<T> {
  return fc.gen().map((generate) => {
    const below = (bound: number) => generate(unbiased, bound);
    return make(pickerOver(below));
  });
}

/** The value with that number of a seed's sequence; each can be drawn alone. */
export function sampleAt<T>(arbitrary: Arbitrary<T>, seed: number, index: number): T {
  const [value] = fc.sample(arbitrary, { seed: (seed * 1_000_003 + index) | 0, numRuns: 1 });
  if (value === undefined) throw new Error('nothing was drawn');
  return value;
}

function pickerOver(below: (bound: number) => number): Picker {
  const one = <T>(options: readonly T[]): T => {
    const option = options[below(options.length)];
    if (option === undefined) throw new Error('nothing to choose from');
    return option;
  };
  const weighted = <T>(options: Weighted<T>): T => {
    const total = options.reduce((sum, [weight]) => sum + weight, 0);
    let left = (below(FINE) / FINE) * total;
    for (const [weight, option] of options) {
      left -= weight;
      if (left < 0) return option;
    }
    throw new Error('weights must be positive');
  };
  const shuffle = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, at: below(FINE) }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  const chance = (share: number) => below(FINE) < share * FINE;
  const isOdd = chance(ODD);
  return {
    chance,
    odd: (share) => chance(share) && isOdd,
    one,
    weighted,
    sound: (options, odd) => weighted(isOdd ? [...options, ...odd] : options),
    shuffle,
  };
}
