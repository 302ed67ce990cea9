import { KubetrueError } from '../../model/errors.ts';
import { rulePlaces } from '../read/folders.ts';
import { type Bounds, readGiven } from '../read/given-file.ts';
import { type LocatedRule, readRule } from '../read/rule-file.ts';
import type { Problems, SourceFile } from '../read/source-file.ts';

/** A parser takes long over what is nested without measure, and nobody writes a rule or a case of this size. */
const OWN: Bounds = { largest: 128 * 1024, pipes: false };

/**
 * Reads the rules of one's own below directories, each laid out as `<component>/<name>/rule.md`.
 *
 * @throws KubetrueError KT_RULE with everything that is wrong in all files
 */
export function readOwnRules(directories: readonly string[]): LocatedRule[] {
  const problems: Problems = [];
  const rules = directories.flatMap((directory) => rulesBelow(directory, problems));
  if (problems.length > 0) throw new KubetrueError('KT_RULE', problems);
  return rules;
}

function rulesBelow(directory: string, problems: Problems): LocatedRule[] {
  const before = problems.length;
  const places = rulePlaces(directory, problems);
  if (places.length === 0 && problems.length === before)
    problems.push({
      message: 'holds no rule',
      file: directory,
      hint: 'a rule is COMPONENT/NAME/rule.md; `kubetrue rules new ID -o DIR` writes one',
    });
  return places.flatMap((place) => {
    const file = readBounded(place.file, problems);
    const read = file && readRule(file, place, problems);
    return read === null ? [] : [{ ...read, rule: { ...read.rule, definedIn: place.file } }];
  });
}

/** A file of somebody's own, unless it is too long to be one, or none. */
export function readBounded(path: string, problems: Problems): SourceFile | null {
  return readGiven(path, problems, OWN);
}
