import { KubetrueError, type Problem } from '../../model/errors.ts';
import { didYouMean } from '../../util/nearest.ts';
import { splitFrontMatter } from '../read/front-matter.ts';
import { type HeadedSection, sectionsOf } from '../read/headings.ts';
import { type Problems, problemAt, type SourceFile } from '../read/source-file.ts';
import { pageFences } from './fences.ts';
import { readPageFrontMatter } from './front-matter.ts';
import { PAGE_SECTIONS, type Page, type PageSection, type TextSection } from './page.ts';
import { readReferences, stripDefinitions } from './references.ts';
import { readSafeguards } from './safeguards.ts';

export interface ReadPage {
  page: Page;
  /** 1-based lines on which the bodies of its sections begin. */
  lines: ReadonlyMap<PageSection, number>;
  /** What was missing, repeated or not understood, and could be passed over. */
  warnings: readonly Problem[];
}

const NEEDED: ReadonlySet<PageSection> = new Set(['Description', 'Audit']);
const NOTHING = /^none\.?$/i;

/**
 * Reads a published rule page as tolerantly as pages in the wild need.
 *
 * @param path Name of the page in messages.
 * @throws KubetrueError KT_PAGE with all that is wrong: no front matter, no control or title, no Description or Audit.
 */
export function readPage(text: string, path = 'page.md'): ReadPage {
  const file = { path, text: text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n') };
  const errors: Problems = [];
  const warnings: Problems = [];
  const parts = splitFrontMatter(file.text);
  if (parts === null)
    throw new KubetrueError('KT_PAGE', problemAt(file, 1, 'has no front matter between two --- lines'));
  const frontMatter = readPageFrontMatter(file, parts.frontMatter, errors, warnings);
  const found = sectionsOf(parts.body, parts.bodyLine, pageFences());
  const { bodies, lines, definitions } = bodiesOf(file, found, errors, warnings);
  if (frontMatter === null || errors.length > 0) throw new KubetrueError('KT_PAGE', errors);
  return { page: pageOf(frontMatter, bodies, definitions), lines, warnings };
}

function bodiesOf(file: SourceFile, found: readonly HeadedSection[], errors: Problems, warnings: Problems) {
  const bodies = new Map<PageSection, string>();
  const lines = new Map<PageSection, number>();
  let definitions: ReadonlyMap<string, string> = new Map();
  for (const [index, { title, line, bodyLine, body }] of found.entries()) {
    const section = PAGE_SECTIONS.find((one) => one.toLowerCase() === title.toLowerCase());
    const stripped = index === found.length - 1 ? stripDefinitions(body) : { body, definitions };
    definitions = stripped.definitions;
    if (section === undefined) {
      warnings.push(
        problemAt(file, line, `## ${title} is no section of a page`, didYouMean(title, PAGE_SECTIONS)),
      );
    } else if (bodies.has(section)) {
      warnings.push(problemAt(file, line, `## ${section} stands there twice; the first one counts`));
    } else {
      lines.set(section, bodyLine);
      bodies.set(section, NOTHING.test(stripped.body.trim()) ? '' : stripped.body);
    }
  }
  for (const section of PAGE_SECTIONS.filter((one) => !bodies.has(one))) {
    (NEEDED.has(section) ? errors : warnings).push({ message: `## ${section} is missing`, file: file.path });
  }
  return { bodies, lines, definitions };
}

function pageOf(
  frontMatter: Page['frontMatter'],
  bodies: ReadonlyMap<PageSection, string>,
  definitions: ReadonlyMap<string, string>,
): Page {
  const body = (section: TextSection) => bodies.get(section) ?? '';
  return {
    frontMatter,
    sections: {
      Description: body('Description'),
      Rationale: body('Rationale'),
      Audit: body('Audit'),
      Remediation: body('Remediation'),
      Impact: body('Impact'),
      'Default Value': body('Default Value'),
    },
    references: readReferences(bodies.get('References') ?? '', definitions),
    safeguards: readSafeguards(bodies.get('CIS Controls') ?? ''),
  };
}
