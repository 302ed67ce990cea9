import { fileURLToPath } from 'node:url';
import { loadCatalog } from '../src/catalog/index.ts';
import { DOCS, rulePages, staleDocs, writeDocs } from './gen-docs.ts';
import { MAN, manFiles } from './gen-man.ts';
import { BUILT_PAGE, pageFiles } from './gen-page.ts';
import { SCHEMAS, schemaFiles } from './gen-schemas.ts';
import { LIBRARY_TYPES, libraryTypes } from './gen-types.ts';

/** Folders whose files are all written from the sources, with what belongs in them. */
function generated(): readonly (readonly [folder: string, files: ReadonlyMap<string, string>])[] {
  const catalog = loadCatalog(fileURLToPath(new URL('../content', import.meta.url)));
  return [
    [DOCS, rulePages(catalog)],
    [MAN, manFiles()],
    [LIBRARY_TYPES, libraryTypes()],
    [SCHEMAS, schemaFiles()],
    [BUILT_PAGE, pageFiles()],
  ];
}

/** Names of generated files that are missing, differ from what the sources say, or should not be there. */
export function outdated(): string[] {
  return generated().flatMap(([folder, files]) => staleDocs(files, folder));
}

if (import.meta.main) for (const [folder, files] of generated()) writeDocs(files, folder);
