import { fileURLToPath } from 'node:url';
import { readCompiled } from '../catalog/compiled.ts';
import { placeBeside, textBeside } from '../machine/beside.ts';
import type { Catalog } from '../model/benchmark.ts';
import { KubetrueError } from '../model/errors.ts';

/** The rule set: compiled beside the built program, else (run from source) read and checked from content/. */
export async function openCatalog(): Promise<Catalog> {
  const compiled = textBeside('catalog.json');
  if (compiled !== null)
    return readCompiled(whole('catalog.json', compiled), () => whole('pages.json', textBeside('pages.json')));
  const { loadCatalog } = await import('../catalog/index.ts');
  return loadCatalog(fileURLToPath(new URL('../../content', import.meta.url)));
}

/** The JSON in a file. One that is gone, or was cut short when it was copied, is nothing to judge by. */
function whole(name: string, text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch (cause) {
    const file = placeBeside(name);
    const message = 'The rule set beside the program is damaged.';
    throw new KubetrueError('KT_CATALOG', { message, file, hint: 'install kubetrue again' }, { cause });
  }
}
