import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { type Problems, problemAt, type SourceFile } from './source-file.ts';

export type YamlPath = readonly (string | number)[];

export interface YamlSource {
  value: unknown;
  /** Line of the key (or list item) at a path, else of the nearest parent that exists. */
  lineOf(path: YamlPath): number;
}

/**
 * Parses YAML 1.2. `text` must have the line numbers of the file: blank out what comes before it. Syntax errors
 * become problems and null.
 */
export function parseYaml(file: SourceFile, text: string, problems: Problems): YamlSource | null {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  for (const error of document.errors) {
    problems.push(
      problemAt(file, lineCounter.linePos(error.pos[0]).line, `is no valid YAML: ${error.message}`),
    );
  }
  if (document.errors.length > 0) return null;
  const lineOf = (path: YamlPath) => lineCounter.linePos(offsetOf(document.contents, path)).line;
  return { value: document.toJS(), lineOf };
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
    const pair = node.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
    );
    return pair === undefined ? null : { node: pair.value, offset: startOf(pair.key) ?? 0 };
  }
  if (!isSeq(node)) return null;
  const item = node.items[Number(key)];
  return item === undefined ? null : { node: item, offset: startOf(item) ?? 0 };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node.range?.[0] ?? undefined) : undefined;
}
