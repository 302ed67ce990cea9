import { cruise } from 'dependency-cruiser';
import { forbidden, options } from './boundary-rules.ts';

/**
 * Imports below a directory that cross a boundary of docs/architecture.md, as `rule: from -> to`.
 *
 * @param directory where src/ lies
 * @param folders what to look at below it
 */
export async function crossings(directory: string, folders: readonly string[]): Promise<string[]> {
  const { output } = await cruise([...folders], {
    ...options,
    baseDir: directory,
    ruleSet: { forbidden },
    validate: true,
  });
  if (typeof output === 'string') throw new Error(output);
  // Nothing read would mean nothing found.
  if (output.summary.totalDependenciesCruised === 0)
    throw new Error('no imports were found: the parser is missing');
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort();
}

if (import.meta.main) {
  const found = await crossings(process.cwd(), ['src', 'tools', 'test']);
  for (const crossing of found) console.error(crossing);
  process.exitCode = found.length === 0 ? 0 : 1;
}
