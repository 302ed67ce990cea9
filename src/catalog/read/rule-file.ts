import { RULE_SECTIONS, type Rule, RuleFrontMatterSchema, type RuleSection } from '../../model/rule.ts';
import { didYouMean } from '../../util/nearest.ts';
import { splitFrontMatter } from './front-matter.ts';
import { type HeadedSection, sectionsOf } from './headings.ts';
import { type Problems, problemAt, type SourceFile } from './source-file.ts';
import { complaintsAbout, validated } from './validate.ts';
import { parseYaml } from './yaml.ts';

/** A rule with where it stands, for problems that only show when all files are known. */
export interface LocatedRule {
  rule: Rule;
  file: SourceFile;
  lineOf(path: readonly (string | number)[]): number;
}

const ORDER: readonly string[] = RULE_SECTIONS;

/** Reads `<component>/<folder>/rule.md`; null when it has problems. */
export function readRule(
  file: SourceFile,
  place: { component: string; folder: string },
  problems: Problems,
): LocatedRule | null {
  const parts = splitFrontMatter(file.text);
  if (parts === null) {
    problems.push(problemAt(file, 1, 'has no front matter between two --- lines'));
    return null;
  }
  const sections = readSections(sectionsOf(parts.body, parts.bodyLine), file, problems);
  const yaml = parseYaml(file, parts.frontMatter, problems);
  const frontMatter = yaml && validated(RuleFrontMatterSchema, yaml, file, problems);
  if (yaml === null || frontMatter === null) return null;
  const complain = complaintsAbout(file, yaml, problems);
  const id = `${place.component}-${place.folder}`;
  if (frontMatter.component !== place.component) {
    complain(['component'], `component must be that of the folder, ${place.component}`);
  }
  if (frontMatter.id !== id) complain(['id'], `id must be that of the folder, ${id}`);
  const { letter = frontMatter.check, parameters = {} } = frontMatter;
  return sections && { rule: { ...frontMatter, letter, parameters, sections }, file, lineOf: yaml.lineOf };
}

/** All seven sections, none twice, in the published order. */
function readSections(
  found: readonly HeadedSection[],
  file: SourceFile,
  problems: Problems,
): Record<RuleSection, string> | null {
  const before = problems.length;
  const bodies = new Map<RuleSection, string>();
  let latest = -1;
  for (const { title, line, body } of found) {
    const index = ORDER.indexOf(title);
    const section = RULE_SECTIONS[index];
    const complaint =
      section === undefined ? 'is no section of a rule' : headingComplaint(bodies, section, index, latest);
    if (complaint !== null)
      problems.push(problemAt(file, line, `## ${title} ${complaint}`, sectionHint(title)));
    if (section === undefined) continue;
    if (body === '')
      problems.push(
        problemAt(file, line, `## ${title} is empty`, 'write `None.` when there is nothing to say'),
      );
    bodies.set(section, body);
    latest = Math.max(latest, index);
  }
  for (const section of RULE_SECTIONS) {
    if (!bodies.has(section)) problems.push({ message: `## ${section} is missing`, file: file.path });
  }
  return problems.length > before ? null : completed(bodies);
}

function headingComplaint(
  bodies: ReadonlyMap<RuleSection, string>,
  section: RuleSection,
  index: number,
  latest: number,
): string | null {
  if (bodies.has(section)) return 'stands there twice';
  return index < latest ? `must stand before ## ${RULE_SECTIONS[latest]}` : null;
}

function sectionHint(title: string): string | undefined {
  if (title === 'CIS Controls') return 'it is added from content/frameworks when a page is written';
  return ORDER.includes(title)
    ? `the order is ${RULE_SECTIONS.join(', ')}`
    : didYouMean(title, RULE_SECTIONS);
}

function completed(bodies: ReadonlyMap<RuleSection, string>): Record<RuleSection, string> {
  const body = (section: RuleSection) => bodies.get(section) ?? '';
  return {
    Description: body('Description'),
    Rationale: body('Rationale'),
    Audit: body('Audit'),
    Remediation: body('Remediation'),
    Impact: body('Impact'),
    'Default Value': body('Default Value'),
    References: body('References'),
  };
}
