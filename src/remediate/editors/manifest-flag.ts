import type { YAMLSeq } from 'yaml';
import { commandLists, findContainer, refuseShell } from './manifest.ts';
import { appendItem, itemTexts, removeItem, replaceItem } from './sequence.ts';
import { lineStart, type Source } from './text.ts';
import type { Edited } from './verify.ts';
import { applyToWords, editWords, type WordEdit } from './words.ts';

type ListName = 'command' | 'args';

/** Sets a flag of a container's command, or takes it away. */
export function editManifestFlag(
  source: Source,
  name: string,
  flag: string,
  value: string | null,
  json: boolean,
): Edited {
  const found = findContainer(source, name);
  const lists = commandLists(source, found.container);
  const texts = new Map([...lists].map(([key, list]) => [key, itemTexts(source, list)] as const));
  const words = [...texts.values()].flat();
  refuseShell(source, found.container, words);
  const edits = editWords(source, placeOf(source, lists), words, flag, value);
  let edited = source;
  for (const edit of edits) edited = applyEdit(edited, name, edit, json);
  return { source: edited, expected: expectations(found, texts, applyToWords(words, edits), edits) };
}

function placeOf(source: Source, lists: ReadonlyMap<ListName, YAMLSeq>): number {
  const list = [...lists.values()][0];
  return list?.range ? lineStart(source.text, list.range[0]) : 0;
}

function applyEdit(source: Source, name: string, edit: WordEdit, json: boolean): Source {
  const lists = commandLists(source, findContainer(source, name).container);
  const last = [...lists.values()].at(-1);
  if (last === undefined) return source;
  if (edit.kind === 'append') return appendItem(source, last, edit.text, json);
  const command = lists.get('command');
  const before = command === undefined || edit.index < command.items.length ? 0 : command.items.length;
  const list = before === 0 && command !== undefined ? command : last;
  return edit.kind === 'remove'
    ? removeItem(source, list, edit.index - before)
    : replaceItem(source, list, edit.index - before, edit.text, json);
}

/** What `command` and `args` must hold afterwards. */
function expectations(
  found: { document: number; path: readonly (string | number)[] },
  texts: ReadonlyMap<ListName, readonly string[]>,
  words: readonly string[],
  edits: readonly WordEdit[],
): Edited['expected'] {
  const command = texts.get('command');
  const args = texts.get('args');
  if (command === undefined || args === undefined) {
    const key = command === undefined ? 'args' : 'command';
    return [{ document: found.document, path: [...found.path, key], value: words }];
  }
  const taken = edits.filter((edit) => edit.kind === 'remove' && edit.index < command.length).length;
  const kept = command.length - taken;
  return [
    { document: found.document, path: [...found.path, 'command'], value: words.slice(0, kept) },
    { document: found.document, path: [...found.path, 'args'], value: words.slice(kept) },
  ];
}
