import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import type { Finding, Target } from '../../model/finding.ts';
import { encodeBytes } from '../../util/bytes.ts';

/** Of kubetrue's own; every other UUID is derived from it. */
const NAMESPACE = 'f4e9c8f2-6a0b-5c1d-9d3e-2b7a51c06d94';

/** The UUID that stands for what these words name: the same words, the same UUID. */
export function uuidOf(...words: readonly string[]): string {
  return v5(encodeBytes(words.join('\0')), NAMESPACE);
}

/**
 * For each finding a text that is the same in the next scan: what is judged by what, without process numbers, lines,
 * values and verdicts. Findings that nothing else tells apart are numbered.
 */
export function fingerprintsOf(findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, target }) => {
    const who = [rule, ...identity(target)].join('\0');
    const nth = seen.get(who) ?? 0;
    seen.set(who, nth + 1);
    return createHash('sha256')
      .update(encodeBytes(`${who}\0${nth}`))
      .digest('hex');
  });
}

function identity(target: Target): string[] {
  switch (target.kind) {
    case 'process':
      return ['process', target.component, target.name ?? '', target.node];
    case 'file':
      return ['file', target.component, target.name ?? '', target.path];
    case 'node':
      return ['node', target.component, target.node];
    case 'cluster':
      return ['cluster', target.component, target.cluster];
  }
}
