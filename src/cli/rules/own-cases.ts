import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readBounded } from '../../catalog/own/read.ts';
import type { LocatedRule } from '../../catalog/read/rule-file.ts';
import { KubetrueError, type Problem } from '../../model/errors.ts';
import { type CaseFile, readCase } from './cases/case-file.ts';

/** A case of a rule of one's own. */
export interface OwnCase {
  located: LocatedRule;
  /** `bare-flag.pass` */
  name: string;
  file: string;
  content: CaseFile;
}

/**
 * The cases beside rules of one's own.
 *
 * @throws KubetrueError KT_RULE with everything that is wrong in all of them
 */
export function readOwnCases(rules: readonly LocatedRule[]): OwnCase[] {
  const problems: Problem[] = [];
  const cases = rules.flatMap((located) =>
    caseFiles(located).flatMap((path) => {
      const file = readBounded(path, problems);
      const content = file && readCase(file, problems);
      return content === null ? [] : [{ located, name: basename(path, '.yaml'), file: path, content }];
    }),
  );
  if (problems.length > 0) throw new KubetrueError('KT_RULE', problems);
  return cases;
}

function caseFiles({ file }: LocatedRule): string[] {
  const directory = join(dirname(file.path), 'cases');
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(directory, name));
}
