import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCompiled } from '../catalog/compiled.ts';
import type { Catalog } from '../model/benchmark.ts';
import { KubetrueError } from '../model/errors.ts';

/** The rule set: compiled beside the built program, else (run from source) read and checked from content/. */
export async function openCatalog(): Promise<Catalog> {
  const compiled = fileURLToPath(new URL('./catalog.json', import.meta.url));
  if (existsSync(compiled)) return readCompiled(whole(compiled), () => whole(pagesFile()));
  const { loadCatalog } = await import('../catalog/index.ts');
  return loadCatalog(fileURLToPath(new URL('../../content', import.meta.url)));
}

function pagesFile(): string {
  return fileURLToPath(new URL('./pages.json', import.meta.url));
}

/** The JSON in a file. One that was cut short when it was copied is nothing to judge by. */
function whole(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = 'The rule set beside the program is damaged.';
    throw new KubetrueError('KT_CATALOG', { message, file, hint: 'install kubetrue again' }, { cause });
  }
}
