import { type Document, isMap, isNode, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import { refuse, type Source } from './text.ts';
import { ownMap, pairOf, parseStrictly } from './yaml-source.ts';

const BY_HAND = 'edit the manifest by hand, then scan again';
const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'busybox', 'env']);

/** A container of a manifest, where it stands. */
export interface FoundContainer {
  /** Index among the documents that hold something. */
  readonly document: number;
  /** Keys and indexes from the document's root to the container. */
  readonly path: readonly (string | number)[];
  readonly container: YAMLMap;
  readonly spec: YAMLMap;
}

/** The one container of that name in the Pods and templates of a file. */
export function findContainer(source: Source, name: string): FoundContainer {
  const found = parseStrictly(source).flatMap((document, index) =>
    containersOf(source, document, index).filter(({ container }) => container.get('name') === name),
  );
  const [first, second] = found;
  if (first === undefined) refuse(source, null, `no container named "${name}" in the file`, BY_HAND);
  if (second !== undefined) {
    refuse(
      source,
      second.container.range?.[0] ?? null,
      `two containers named "${name}" in the file`,
      'a manifest file holds one Pod; take the other away',
    );
  }
  return first;
}

function containersOf(source: Source, document: Document.Parsed, index: number): readonly FoundContainer[] {
  const found = podSpec(source, document);
  if (found === null) return [];
  const list = pairOf(source, found.spec, 'containers')?.value;
  if (!isSeq(list)) return [];
  return list.items.flatMap((container, at) =>
    isMap(container)
      ? [{ document: index, path: [...found.path, 'containers', at], container, spec: found.spec }]
      : [],
  );
}

function podSpec(
  source: Source,
  document: Document.Parsed,
): { spec: YAMLMap; path: readonly string[] } | null {
  if (!isMap(document.contents)) return null;
  const spec = pairOf(source, document.contents, 'spec')?.value;
  if (!isMap(spec)) return null;
  const template = pairOf(source, spec, 'template')?.value;
  if (!isMap(template)) return { spec, path: ['spec'] };
  const inner = ownMap(source, pairOf(source, template, 'spec')?.value ?? null, 'the template’s spec');
  return inner === null ? null : { spec: inner, path: ['spec', 'template', 'spec'] };
}

/** `command` and `args`, as far as they are written. */
export function commandLists(source: Source, container: YAMLMap): ReadonlyMap<'command' | 'args', YAMLSeq> {
  const lists = new Map<'command' | 'args', YAMLSeq>();
  for (const key of ['command', 'args'] as const) {
    const value = pairOf(source, container, key)?.value ?? null;
    if (value === null) continue;
    if (!isSeq(value)) {
      refuse(source, isNode(value) ? (value.range?.[0] ?? null) : null, `${key} is not a list`, BY_HAND);
    }
    if (value.items.length > 0) lists.set(key, value);
  }
  if (lists.size === 0) {
    refuse(
      source,
      container.range?.[0] ?? null,
      'the container has neither command nor args: its image decides',
      'write the command into the manifest first',
    );
  }
  return lists;
}

/** A shell's script is not a list of words. */
export function refuseShell(source: Source, container: YAMLMap, words: readonly string[]): void {
  const program = words[0]?.split('/').at(-1) ?? '';
  if (SHELLS.has(program)) {
    refuse(source, container.range?.[0] ?? null, `the container starts through ${program}`, BY_HAND);
  }
}
