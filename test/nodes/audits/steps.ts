import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RULES = fileURLToPath(new URL('../../../content/rules', import.meta.url));

/** One fenced command of a page's Audit section. */
export interface Step {
  command: string;
  /** What the page says around it, up to the commands before and after. */
  text: string;
}

/** The commands that the Audit section of each rule page gives, by the id of the rule. */
export function auditSteps(component: string): ReadonlyMap<string, readonly Step[]> {
  const folders = readdirSync(join(RULES, component)).sort();
  return new Map(
    folders.map((folder) => [`${component}-${folder}`, stepsOf(join(RULES, component, folder))]),
  );
}

function stepsOf(directory: string): Step[] {
  const page = readFileSync(join(directory, 'rule.md'), 'utf8');
  const audit = /\n## Audit\n(.*?)\n## /s.exec(page)?.[1] ?? '';
  const parts = audit.split(/^ *```\w*$/m);
  return parts.flatMap((part, index) =>
    index % 2 === 0 ? [] : [{ command: dedented(part), text: `${parts[index - 1]}\n${parts[index + 1]}` }],
  );
}

/** As it is pasted from a rendered page. */
function dedented(text: string): string {
  const lines = text
    .split('\n')
    .filter((line, index, all) => line !== '' || (index > 0 && index < all.length - 1));
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join('\n');
}
