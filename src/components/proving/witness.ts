import type { Proof } from '../../model/finding.ts';

/** One aspect of what runs: what the configuration predicts, what was seen, and the words for it. */
export interface Witness {
  predicted: string;
  /** Null: the answers do not decide it. */
  observed: string | null;
  sentence: string;
}

/**
 * What witnesses say together. A contradiction decides whatever the others say.
 *
 * @param needs every: all are needed, each tells of another part; any: each tells the same by another way
 * @param harmless what was observed where nothing is wrong: where something is, only that is told
 */
export function conclude(witnesses: readonly Witness[], { method, at, needs, harmless }: Conclusion): Proof {
  const contradicting = witnesses.filter((one) => one.observed !== null && one.observed !== one.predicted);
  if (contradicting.length > 0)
    return { outcome: 'contradicted', method, observed: sentences(contradicting), at };
  const open = witnesses.filter((one) => one.observed === null);
  const decided = witnesses.filter((one) => one.observed !== null);
  if (decided.length === 0 || (needs === 'every' && open.length > 0)) {
    return { outcome: 'inconclusive', method, observed: sentences(open) || 'There was nothing to ask.', at };
  }
  const damning = decided.filter((one) => harmless?.has(one.observed ?? '') === false);
  return { outcome: 'confirmed', method, observed: sentences(damning.length > 0 ? damning : decided), at };
}

interface Conclusion {
  method: string;
  at: string | null;
  needs: 'every' | 'any';
  harmless?: ReadonlySet<string>;
}

export function notAttempted(observed: string): Proof {
  return { outcome: 'not-attempted', method: 'none', observed, at: null };
}

function sentences(witnesses: readonly Witness[]): string {
  return [...new Set(witnesses.map((one) => one.sentence))].join(' ');
}
