import { isMap, isScalar, parseDocument } from 'yaml';
import { type Problems, problemAt, type SourceFile } from '../read/source-file.ts';
import type { Page } from './page.ts';

/** Needed to know what the page is about. */
const IDENTIFYING = ['control', 'title'] as const;
/** Required by the published form, but nothing here depends on them. */
const EXPECTED = ['framework', 'scope', 'source', 'security', 'type', 'rule_category'] as const;

/** Front matter with all its keys, unknown ones included; null when it cannot be used. */
export function readPageFrontMatter(
  file: SourceFile,
  text: string,
  errors: Problems,
  warnings: Problems,
): Page['frontMatter'] | null {
  const document = parseDocument(text, { prettyErrors: false });
  for (const { message, pos } of document.errors) {
    errors.push(
      problemAt(file, text.slice(0, pos[0]).split('\n').length, `front matter is no valid YAML: ${message}`),
    );
  }
  if (document.errors.length > 0) return null;
  const keys: Record<string, unknown> = isMap(document.contents) ? document.toJS() : {};
  for (const key of EXPECTED.filter((one) => isEmpty(keys[one]))) {
    warnings.push(problemAt(file, 1, `front matter has no ${key}`));
  }
  const [control, title] = IDENTIFYING.map((key) => {
    const value = asWritten(document.get(key, true));
    if (value === null) errors.push(problemAt(file, 1, `front matter has no ${key}`));
    return value;
  });
  return control == null || title == null ? null : { ...keys, control, title };
}

/** The text of a scalar as it stands in the file: `5.10` must not become 5.1. */
function asWritten(node: unknown): string | null {
  if (!isScalar(node) || node.value === null) return null;
  const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  return text.trim() === '' ? null : text;
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
