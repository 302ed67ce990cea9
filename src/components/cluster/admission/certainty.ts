/** Whether something holds, as far as the facts tell. */
export type Certainty = 'yes' | 'maybe' | 'no';

/** That of something for which all of these are needed. */
export function least(...all: Certainty[]): Certainty {
  if (all.includes('no')) return 'no';
  return all.includes('maybe') ? 'maybe' : 'yes';
}

/** That of something for which one of these is enough. */
export function most(all: readonly Certainty[]): Certainty {
  if (all.includes('yes')) return 'yes';
  return all.includes('maybe') ? 'maybe' : 'no';
}
