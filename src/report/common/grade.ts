import type { Finding } from '../../model/finding.ts';

export type Grade = 'proved' | 'read';

/** What a pass or a fail rests on; null for what is neither. */
export function gradeOf({ status, proof }: Finding): Grade | null {
  if (status !== 'pass' && status !== 'fail') return null;
  return proof.outcome === 'confirmed' ? 'proved' : 'read';
}
