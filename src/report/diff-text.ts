import { type Look, paint, type Tone } from './text/paint.ts';
import { safe } from './text/safe.ts';

const TONES: Readonly<Record<string, Tone>> = { '+': 'green', '-': 'red', '@': 'cyan' };

/** Lines of a unified diff. They are not wrapped: it must stay one. */
export function diffText(diff: string, look: Look, indent = ''): readonly string[] {
  return diff
    .trimEnd()
    .split('\n')
    .map((line) => paint(look, TONES[line[0] ?? ''] ?? 'reset', `${indent}${safe(line)}`));
}
