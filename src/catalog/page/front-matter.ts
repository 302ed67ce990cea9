import { type Problems, problemAt, type SourceFile } from '../read/source-file.ts';
import { parseYaml } from '../read/yaml.ts';
import type { Page } from './page.ts';

/** Needed to know what the page is about. */
const IDENTIFYING = ['control', 'title'] as const;
/** Required by the published form, but nothing here depends on them. */
const EXPECTED = ['framework', 'scope', 'source', 'security', 'type', 'rule_category'] as const;

/** What pages have is a fraction of it; nested without measure, even this takes a parser long. */
const LARGEST = 16 * 1024;

/** Front matter with all its keys, unknown ones included; null when it cannot be used. */
export function readPageFrontMatter(
  file: SourceFile,
  text: string,
  errors: Problems,
  warnings: Problems,
): Page['frontMatter'] | null {
  if (text.length > LARGEST) {
    errors.push(
      problemAt(file, 1, `has front matter of ${text.length} characters: at most ${LARGEST} are read`),
    );
    return null;
  }
  const yaml = parseYaml(file, text, errors);
  if (yaml === null) return null;
  const keys = isRecord(yaml.value) ? yaml.value : {};
  for (const key of EXPECTED.filter((one) => isEmpty(keys[one]))) {
    warnings.push(problemAt(file, 1, `front matter has no ${key}`));
  }
  const [control, title] = IDENTIFYING.map((key) => {
    const value = yaml.textOf(key)?.trim();
    if (!value) errors.push(problemAt(file, 1, `front matter has no ${key}`));
    return value;
  });
  return control && title ? { ...keys, control, title } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
