import type { MergedReport } from '../../model/merged.ts';
import { type Look, paint, signs, type Tone } from '../text/paint.ts';
import { safe, shorten } from '../text/safe.ts';
import { wrap } from '../text/width.ts';

const LONGEST_NAME = 80;
const MOST_NAMED = 12;

/** A name out of a report, harmless for a terminal. */
export function shown(name: string): string {
  return shorten(safe(name), LONGEST_NAME);
}

/** Names joined by commas; of many the first few and how many more there are. */
export function named(names: readonly string[]): string {
  const first = names.slice(0, MOST_NAMED).map(shown).join(', ');
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${first} and ${more} more` : first;
}

/** A paragraph whose further lines stand below its text. */
export function paragraph(text: string, indent: number, look: Look, tone: Tone = 'reset'): string[] {
  return wrap(signs(look, text), look.width - indent).map(
    (line) => ' '.repeat(indent) + (tone === 'reset' ? line : paint(look, tone, line)),
  );
}

/** As many nodes as letters tell apart, and as leave room for titles. */
const MOST_LETTERS = 26;

/** The sign of each node above its column; null: there are too many, and verdicts are counted. */
export function lettersOf({ nodes }: MergedReport, look: Look): string[] | null {
  if (nodes.length > Math.min(MOST_LETTERS, Math.floor(look.width / 6))) return null;
  return nodes.map((_, index) => String.fromCharCode(97 + index));
}
