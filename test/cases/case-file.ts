import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CaseFile, readCase } from '../../src/cli/rules/cases/case-file.ts';
import type { Problem } from '../../src/model/errors.ts';

export type { CaseFile } from '../../src/cli/rules/cases/case-file.ts';

export const CONTENT = fileURLToPath(new URL('../../content', import.meta.url));

export interface NamedCase {
  rule: string;
  name: string;
  content: CaseFile;
}

/** All cases of all rules; throws with every broken case file at once. */
export function readCases(): NamedCase[] {
  const problems: Problem[] = [];
  const cases = globSync('rules/*/*/cases/*.yaml', { cwd: CONTENT })
    .sort()
    .flatMap((path) => {
      const text = readFileSync(join(CONTENT, path), 'utf8');
      const content = readCase({ path, text }, problems);
      return content === null ? [] : [named(path, content)];
    });
  if (problems.length > 0)
    throw new Error(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'));
  return cases;
}

/** What keeps a text from being a case, one line each. */
export function problemsOf(text: string): string[] {
  const problems: Problem[] = [];
  readCase({ path: 'cases/a.pass.yaml', text }, problems);
  return problems.map(({ message }) => message);
}

function named(path: string, content: CaseFile): NamedCase {
  const folder = dirname(dirname(path));
  return { rule: `${basename(dirname(folder))}-${basename(folder)}`, name: basename(path, '.yaml'), content };
}
