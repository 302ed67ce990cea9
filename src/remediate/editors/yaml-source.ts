import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Node,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml';
import { refuse, type Source } from './text.ts';

const BY_HAND = 'mend the file by hand, then plan again';

/** The documents of a file that hold something. Refuses whatever a strict reader would. */
export function parseStrictly(source: Source): readonly Document.Parsed[] {
  const parsed = parseAllDocuments(source.text, {
    strict: true,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  if ('empty' in parsed) return [];
  for (const document of parsed) {
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem !== undefined) {
      refuse(source, problem.pos[0], `the file is not strict YAML: ${sentence(problem.message)}`, BY_HAND);
    }
  }
  return parsed.filter((document) => !isEmpty(document.contents));
}

/** The document of a file whose reader knows one. */
export function onlyDocument(source: Source): Document.Parsed {
  return chosenDocument(source, null).document;
}

function isEmpty(node: unknown): boolean {
  return !isNode(node) || (isScalar(node) && node.value === null);
}

function sentence(message: string): string {
  return message
    .split('\n', 1)
    .join('')
    .replace(/:? ".*/, '');
}

/**
 * The document that an edit is about, and its number among those that hold something.
 *
 * @param kind its `kind`; null: the file must hold one document
 */
export function chosenDocument(
  source: Source,
  kind: string | null,
): { document: Document.Parsed; index: number } {
  const documents = [...parseStrictly(source).entries()].map(([index, document]) => ({ document, index }));
  const meant = kind === null ? documents : documents.filter(({ document }) => kindOf(document) === kind);
  const [first, second] = meant;
  if (first === undefined)
    refuse(source, null, kind === null ? 'the file is empty' : `the file holds no ${kind}`, BY_HAND);
  if (second !== undefined) {
    const at = second.document.contents?.range?.[0] ?? null;
    const what = kind === null ? 'a second document' : `a second ${kind}`;
    refuse(source, at, `the file holds ${what}`, 'its reader takes the first; split the file');
  }
  return first;
}

function kindOf({ contents }: Document.Parsed): unknown {
  return isMap(contents) ? contents.get('kind') : undefined;
}

/** A document's data as plain values without shared parts, so that an edit of an anchored part shows everywhere. */
export function plainValue(source: Source, document: Document.Parsed): unknown {
  try {
    return JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 100 }) ?? null));
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof TypeError || error instanceof RangeError) {
      refuse(source, null, `the file cannot be read as plain data: ${error.message}`, BY_HAND);
    }
    throw error;
  }
}

export interface Ranged {
  readonly start: number;
  /** Behind the last character of the value itself, before comments. */
  readonly end: number;
}

export function rangeOf(source: Source, node: Node): Ranged {
  const range = node.range;
  if (!range) refuse(source, null, 'a part of the file has no place in its text', BY_HAND);
  return { start: range[0], end: range[1] };
}

/** The value of a key; null when the map lacks it. Refuses merge keys, whose reading differs between parsers. */
export function pairOf(source: Source, map: YAMLMap, key: string): { key: Node; value: Node | null } | null {
  for (const pair of map.items) {
    if (!isScalar(pair.key)) refuse(source, map.range?.[0] ?? null, 'a key is not a plain word', BY_HAND);
    if (pair.key.value === '<<') {
      refuse(source, rangeOf(source, pair.key).start, 'the file merges keys with <<', BY_HAND);
    }
    if (pair.key.value === key) return { key: pair.key, value: isNode(pair.value) ? pair.value : null };
  }
  return null;
}

/** A map that is written where it is used, or null when there is nothing. Refuses anything else. */
export function ownMap(source: Source, node: Node | null, what: string): YAMLMap | null {
  if (node === null || isEmpty(node)) return null;
  if (isAlias(node)) refuse(source, rangeOf(source, node).start, `${what} is an alias`, BY_HAND);
  if (!isMap(node)) refuse(source, rangeOf(source, node).start, `${what} is not a map`, BY_HAND);
  return node;
}

/** Where the content of a node ends, not counting comments and blank lines behind it. */
export function contentEnd(source: Source, node: Node): number {
  if (!isCollection(node) || node.flow === true) return rangeOf(source, node).end;
  const last: unknown = node.items.at(-1);
  if (isNode(last)) return contentEnd(source, last);
  if (!isPair(last) || !isNode(last.key)) return rangeOf(source, node).end;
  if (isNode(last.value)) {
    const { start, end } = rangeOf(source, last.value);
    if (start < end) return contentEnd(source, last.value);
  }
  return source.text.indexOf(':', rangeOf(source, last.key).end) + 1;
}
