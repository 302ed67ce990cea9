import type { GoMap } from '../../config/go-value.ts';
import { plain } from '../values.ts';

/**
 * A map inside a file as a file of its own, each of its keys on the line that it has there. Where that cannot be, since
 * keys share a line or stand at its top, all of it stands on the line of the first.
 *
 * @param head keys that the file of its own has besides
 */
export function partOf(map: GoMap, head: Readonly<Record<string, string>>): Buffer {
  const keys = [...map.entries].map(([key, { value, line }]) => ({
    line,
    text: `${JSON.stringify(key)}: ${JSON.stringify(plain(value))}`,
  }));
  const heads = Object.entries(head).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const lines = new Map<number, string>([
    ...heads.map((text, index): [number, string] => [index + 1, text]),
    ...keys.map(({ line, text }): [number, string] => [line, text]),
  ]);
  if (lines.size < heads.length + keys.length) {
    const first = Math.min(...keys.map(({ line }) => line));
    return atLine(first, `{${[...heads, ...keys.map(({ text }) => text)].join(', ')}}`);
  }
  const last = Math.max(...lines.keys(), 0);
  return Buffer.from(
    Array.from({ length: last }, (_, at) => `${lines.get(at + 1) ?? ''}\n`).join(''),
    'utf8',
  );
}

function atLine(line: number, text: string): Buffer {
  return Buffer.from(`${'\n'.repeat(line - 1)}${text}\n`, 'utf8');
}
