import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { type Problems, problemAt, type SourceFile } from './source-file.ts';

export type YamlPath = readonly (string | number)[];

export interface YamlSource {
  value: unknown;
  /** Line of the key (or list item) at a path, else of the nearest parent that exists. */
  lineOf(path: YamlPath): number;
  /** The text of a scalar below the root as it is written: `5.10` must not become 5.1. Null for anything else. */
  textOf(key: string): string | null;
}

/**
 * Parses YAML 1.2. `text` must have the line numbers of the file: blank out what comes before it. Syntax errors
 * and files that unfold to far more than they are become problems and null.
 */
export function parseYaml(file: SourceFile, text: string, problems: Problems): YamlSource | null {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  // `yaml` composes by recursion, and tells what V8 says then among its own errors.
  if (document.errors.some(({ message }) => message.startsWith('Maximum call stack'))) {
    problems.push(problemAt(file, 1, 'is nested too deeply'));
    return null;
  }
  for (const error of document.errors) {
    const { line } = lineCounter.linePos(error.pos[0]);
    problems.push(problemAt(file, line, `is no valid YAML: ${error.message}`));
  }
  if (document.errors.length > 0) return null;
  const unfolded = unfold(document);
  if (unfolded === null) {
    problems.push(problemAt(file, 1, 'has YAML aliases that unfold without measure'));
    return null;
  }
  return {
    value: unfolded.value,
    lineOf: (path) => lineCounter.linePos(offsetOf(document.contents, path)).line,
    textOf: (key) => scalarText(isMap(document.contents) ? document.get(key, true) : null),
  };
}

/** `yaml` throws a ReferenceError when aliases multiply. https://eemeli.org/yaml/#tojs-options maxAliasCount */
function unfold(document: Document): { value: unknown } | null {
  try {
    return { value: document.toJS() };
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) return null;
    throw error;
  }
}

function scalarText(node: unknown): string | null {
  if (!isScalar(node) || node.value === null) return null;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

function offsetOf(root: unknown, path: YamlPath): number {
  let node: unknown = root;
  let offset = startOf(root) ?? 0;
  for (const key of path) {
    const child = childOf(node, key);
    if (child === null) return offset;
    offset = child.offset;
    node = child.node;
  }
  return offset;
}

function childOf(node: unknown, key: string | number): { node: unknown; offset: number } | null {
  if (isMap(node)) {
    const named = (item: unknown) =>
      isPair(item) && isScalar(item.key) && String(item.key.value) === String(key);
    const pair = node.items.find(named);
    return pair === undefined ? null : { node: pair.value, offset: startOf(pair.key) ?? 0 };
  }
  if (!isSeq(node)) return null;
  const item = node.items[Number(key)];
  return item === undefined ? null : { node: item, offset: startOf(item) ?? 0 };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node.range?.[0] ?? undefined) : undefined;
}
