import { KubetrueError, type Problem } from '../../model/errors.ts';
import type { Rule, RuleFrontMatter } from '../../model/rule.ts';
import type { Page } from '../page/page.ts';
import { pageFile } from '../page/page-file.ts';
import { type ReadPage, readPage } from '../page/read.ts';
import type { SourceFile } from '../read/source-file.ts';
import { twinOf } from './adopt.ts';
import { assemble } from './assemble.ts';
import { readAudit } from './audit.ts';
import { draftOf } from './draft.ts';
import { fixOf } from './fix.ts';
import type { Knowledge } from './known.ts';
import { Refusals } from './refusal.ts';
import { readRemediation } from './remediation.ts';

export interface ImportedPage {
  page: Page;
  frontMatter: RuleFrontMatter;
  /** What a person should know before they use the draft. */
  notes: readonly string[];
  /** What the page lacked or repeated, and could be passed over. */
  warnings: readonly Problem[];
}

/** What a page is compiled with, besides its text. */
export interface ImportContext extends Knowledge {
  /** Rules of ours, of which one may already judge the page's sentence. */
  rules: readonly Rule[];
}

/**
 * Compiles a published page to a rule, by the grammar of docs/writing-rules.md. Every sentence of the Audit must be
 * understood.
 *
 * @throws KubetrueError KT_PAGE for what is no page; KT_IMPORT with each sentence that is outside the grammar
 */
export function importPage(path: string, bytes: Uint8Array, context: ImportContext): ImportedPage {
  const file = pageFile(path, bytes);
  const read = readPage(file.text, path);
  const refusals = new Refusals(file, 'Audit');
  const audit = readAudit(read.page.sections.Audit, read.lines.get('Audit') ?? 1, refusals);
  // What a sentence that was not understood would have said is missing elsewhere: that is no news.
  const whole = refusals.problems.length === 0;
  const compiled = whole ? assemble(audit, context, refusals) : null;
  if (compiled === null) throw new KubetrueError('KT_IMPORT', problemsOf(refusals, file));
  const remediation = readRemediation(read.page.sections.Remediation, lineOf(read));
  const fix = fixOf(remediation, compiled, context.settings);
  const twin = twinOf(compiled, context.rules);
  const draft = draftOf({ page: read.page, compiled, fix, twin, audit, remediation });
  return { page: read.page, warnings: read.warnings, ...draft };
}

function lineOf({ lines }: ReadPage): number {
  return lines.get('Remediation') ?? 1;
}

/** An Audit that says `None` has no sentence to point at. */
function problemsOf({ problems }: Refusals, { path }: SourceFile): readonly Problem[] {
  return problems.length > 0
    ? problems
    : [{ message: '## Audit says nothing that could be checked', file: path }];
}
