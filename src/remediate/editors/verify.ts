import { isDeepStrictEqual } from 'node:util';
import { refuse, type Source } from './text.ts';
import { parseStrictly, plainValue } from './yaml-source.ts';

/** What must stand at a place after an edit; undefined: nothing. */
export interface Expected {
  readonly document: number;
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

export interface Edited {
  readonly source: Source;
  readonly expected: readonly Expected[];
}

/**
 * Reads the edited text again and compares it with the data before, changed as intended. Any other difference (an
 * anchor used elsewhere, a layout that reads otherwise) refuses the edit.
 */
export function verifyEdit(before: Source, edited: Edited): Source {
  const wanted = valuesOf(before);
  for (const { document, path, value } of edited.expected) put(wanted, [document, ...path], value);
  if (!isDeepStrictEqual(valuesOf(edited.source).map(pruned), wanted.map(pruned))) {
    refuse(
      before,
      null,
      'the edit would change more than it should, or less',
      'the file is written in a way that this program does not edit; change it by hand',
    );
  }
  return edited.source;
}

function valuesOf(source: Source): unknown[] {
  return parseStrictly(source).map((document) => plainValue(source, document));
}

type Container = Record<string | number, unknown>;

function put(root: unknown[], path: readonly (string | number)[], value: unknown): void {
  let at = root as unknown as Container;
  for (const key of path.slice(0, -1)) {
    const next = at[key];
    if (typeof next !== 'object' || next === null) at[key] = {};
    at = at[key] as Container;
  }
  const last = path.at(-1);
  if (last === undefined) return;
  if (value === undefined) delete at[last];
  else at[last] = value;
}

/** Without empty maps and nulls below a map: a parent goes with its last key, and no reader sees a difference. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, pruned(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => !isNothing(item)));
}

function isNothing(value: unknown): boolean {
  if (value === null) return true;
  return typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
}
