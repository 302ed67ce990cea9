import { stringify } from 'yaml';
import { RULE_SECTIONS, type RuleSection } from '../../model/rule.ts';
import { writeReferences } from '../page/references.ts';
import type { ImportedPage } from './index.ts';

const NOTHING = 'None.';

/** The `rule.md` of a draft: what was compiled as front matter, the page's own text as its sections. */
export function draftText({ page, frontMatter, notes }: ImportedPage): string {
  const { framework, control } = page.frontMatter;
  const comments = [
    `Drafted from the page of ${framework ?? 'a framework that it does not name'} ${control}. Read it before you use it.`,
    ...notes,
  ];
  const head = comments.map((line) => `# ${line.replaceAll(/\s+/g, ' ')}\n`).join('');
  const yaml = stringify(frontMatter, { lineWidth: 0, singleQuote: true });
  const sections = RULE_SECTIONS.map((title) => `## ${title}\n\n${sectionText(page, title) || NOTHING}\n`);
  return [`---\n${head}${yaml}---\n`, ...sections].join('\n');
}

function sectionText({ sections, references }: ImportedPage['page'], title: RuleSection): string {
  return title === 'References' ? writeReferences(references) : sections[title].trim();
}
