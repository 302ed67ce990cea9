import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Catalog } from '../model/benchmark.ts';

/** The rule set: compiled beside the built program, else (run from source) read and checked from content/. */
export async function openCatalog(): Promise<Catalog> {
  const compiled = new URL('./catalog.json', import.meta.url);
  if (existsSync(compiled)) return JSON.parse(readFileSync(compiled, 'utf8'));
  const { loadCatalog } = await import('../catalog/index.ts');
  return loadCatalog(fileURLToPath(new URL('../../content', import.meta.url)));
}
