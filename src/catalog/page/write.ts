import { stringify } from 'yaml';
import { PAGE_SECTIONS, type Page, type PageSection } from './page.ts';
import { writeDefinitions, writeReferences } from './references.ts';
import { writeSafeguards } from './safeguards.ts';

const NOTHING = 'None.';

/** The published form: front matter with its keys in alphabetical order, eight sections, link definitions. */
export function writePage(page: Page): string {
  const sections = PAGE_SECTIONS.map((title) => `## ${title}\n\n${textOf(page, title) || NOTHING}\n`);
  const definitions = page.references.length === 0 ? [] : [`${writeDefinitions(page.references)}\n`];
  return [`---\n${frontMatterOf(page)}---\n`, ...sections, ...definitions].join('\n');
}

function frontMatterOf(page: Page): string {
  return stringify(page.frontMatter, {
    sortMapEntries: true,
    singleQuote: true,
    indentSeq: false,
    lineWidth: 0,
  });
}

function textOf(page: Page, section: PageSection): string {
  switch (section) {
    case 'References':
      return writeReferences(page.references);
    case 'CIS Controls':
      return writeSafeguards(page.safeguards);
    default:
      return page.sections[section];
  }
}
