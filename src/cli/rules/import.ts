import { basename } from 'node:path';
import type { ImportedPage } from '../../catalog/import/index.ts';
import { KubetrueError, type Problem } from '../../model/errors.ts';
import { safe } from '../../report/text/safe.ts';
import { openCatalog } from '../catalog.ts';
import { writeStdout } from '../output.ts';
import { type Invocation, optionOf, usage } from '../parse.ts';
import { writeFolders } from './folders.ts';
import { importContext } from './import-context.ts';
import { readBytes } from './read-bytes.ts';

interface Imported extends ImportedPage {
  file: string;
}

/** `kubetrue rules import PAGE…`: published pages as drafts of rules, all of them or none. */
export async function importPages(invocation: Invocation): Promise<number> {
  const files = invocation.words.slice(1);
  const output = optionOf(invocation, 'output');
  const json = optionOf(invocation, 'format') === 'json';
  if (files.length > 1 && output === undefined && !json)
    throw usage('Several pages need a directory for their drafts.', 'add --output DIR, or --format json');
  const imported = await compiled(files);
  if (!invocation.options.has('quiet')) process.stderr.write(remarksOn(imported));
  const { draftText } = await import('../../catalog/import/write-draft.ts');
  if (output !== undefined) {
    const folders = imported.map((one) => ({ path: folderOf(one), files: { 'rule.md': draftText(one) } }));
    const written = writeFolders(output, folders);
    if (!invocation.options.has('quiet'))
      process.stderr.write(written.map((path) => `wrote ${safe(path)}\n`).join(''));
  }
  if (json) await writeStdout(`${JSON.stringify({ pages: imported.map(asJson) }, null, 2)}\n`);
  else if (output === undefined) await writeStdout(imported.map(draftText).join('\n'));
  return 0;
}

/** Every page that is no page, or says what cannot be compiled, is told of in one go. */
async function compiled(files: readonly string[]): Promise<Imported[]> {
  const [{ importPage }, catalog] = await Promise.all([
    import('../../catalog/import/index.ts'),
    openCatalog(),
  ]);
  const context = importContext(catalog);
  const failures: KubetrueError[] = [];
  const imported = files.flatMap((file) => {
    try {
      return [{ file, ...importPage(file, readBytes(file, 'KT_PAGE'), context) }];
    } catch (error) {
      if (!(error instanceof KubetrueError)) throw error;
      failures.push(error);
      return [];
    }
  });
  const [first] = failures;
  if (first !== undefined)
    throw new KubetrueError(
      first.code,
      failures.flatMap(({ problems }) => problems),
    );
  return imported;
}

/** `etcd/cis-kubernetes-2-5` of the id `etcd-cis-kubernetes-2-5`. */
function folderOf({ frontMatter: { id, component } }: ImportedPage): string {
  return `${component}/${id.slice(component.length + 1)}`;
}

function remarksOn(imported: readonly Imported[]): string {
  const lines = imported.flatMap(({ file, notes, warnings, frontMatter }) => [
    ...warnings.map((one) => `${place(file, one)}: ${one.message}`),
    ...notes.map((note) => `${basename(file)}: ${note}`),
    ...(frontMatter.source?.kind === 'exact'
      ? []
      : [`${basename(file)}: ${KINDS[frontMatter.source?.kind ?? 'manual']}`]),
  ]);
  return lines.map((line) => `${safe(line)}\n`).join('');
}

const KINDS = {
  weak: 'The check is weaker than what the page has in mind: it says "as appropriate", or names a kind of file.',
  manual: 'A person must judge a part of this: the check can only say what to look at.',
} as const;

function place(file: string, { line }: Problem): string {
  return line === undefined ? file : `${file}:${line}`;
}

function asJson({ file, frontMatter, notes, warnings }: Imported) {
  return { file, control: frontMatter.source?.control, draft: frontMatter, notes, warnings };
}
