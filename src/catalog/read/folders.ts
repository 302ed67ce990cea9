import { type Dirent, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { StatusSchema } from '../../model/finding.ts';
import { didYouMean } from '../../util/nearest.ts';
import type { Problems } from './source-file.ts';

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const STATUSES: readonly string[] = StatusSchema.anyOf.map((literal) => literal.const);

export interface RulePlace {
  component: string;
  folder: string;
  file: string;
}

/** `rules/<component>/<rule>/rule.md`, sorted; what else lies there becomes a problem. */
export function rulePlaces(directory: string, problems: Problems): RulePlace[] {
  return foldersOf(directory, problems).flatMap((component) =>
    foldersOf(join(directory, component), problems).flatMap((folder) => {
      const path = join(directory, component, folder);
      checkRuleFolder(path, problems);
      return [{ component, folder, file: join(path, 'rule.md') }];
    }),
  );
}

/** `controls/<name>/<version>.yaml`, sorted. */
export function benchmarkPlaces(directory: string, problems: Problems) {
  return foldersOf(directory, problems).flatMap((name) =>
    entriesOf(join(directory, name), problems).flatMap((entry) => {
      const file = join(directory, name, entry.name);
      if (entry.name.endsWith('.yaml')) return [{ name, version: basename(entry.name, '.yaml'), file }];
      problems.push({ message: 'is no benchmark file, VERSION.yaml', file });
      return [];
    }),
  );
}

function foldersOf(directory: string, problems: Problems): string[] {
  return entriesOf(directory, problems).flatMap((entry) => {
    const fault = folderFault(entry);
    if (fault === null) return [entry.name];
    problems.push({ message: fault, file: join(directory, entry.name) });
    return [];
  });
}

function folderFault(entry: Dirent): string | null {
  if (!entry.isDirectory()) return 'does not belong here: only folders do';
  return NAME.test(entry.name) ? null : 'is no folder name: lower-case words joined by hyphens';
}

function checkRuleFolder(path: string, problems: Problems): void {
  for (const entry of entriesOf(path, problems)) {
    const known = entry.isDirectory() ? entry.name === 'cases' : entry.name === 'rule.md';
    if (!known)
      problems.push({
        message: 'does not belong here: a rule is rule.md and cases/',
        file: join(path, entry.name),
      });
    if (known && entry.isDirectory()) checkCases(join(path, 'cases'), problems);
  }
}

/** `cases/<what-is-given>.<status>.yaml` */
function checkCases(directory: string, problems: Problems): void {
  for (const entry of entriesOf(directory, problems)) {
    const [name = '', status = '', ...rest] = entry.name.split('.');
    const file = join(directory, entry.name);
    if (!NAME.test(name) || rest.join('.') !== 'yaml') {
      problems.push({ message: 'is no case name, like unset-default.fail.yaml', file });
    } else if (!STATUSES.includes(status)) {
      const hint = didYouMean(status, STATUSES) ?? `statuses: ${STATUSES.join(', ')}`;
      problems.push({ message: `${status} is no status`, file, hint });
    }
  }
}

function entriesOf(directory: string, problems: Problems): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith('.'))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  } catch (error) {
    problems.push({
      message: `cannot be listed: ${error instanceof Error ? error.message : String(error)}`,
      file: directory,
    });
    return [];
  }
}
