import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const PAGE = fileURLToPath(new URL('../src/report/html/page/', import.meta.url));

/** Where the style and the script of the HTML report lie as its renderer takes them. */
export const BUILT_PAGE = fileURLToPath(new URL('../src/report/html/built/', import.meta.url));

/** The style and the script, bundled and small: the page holds both, and the hash of each is in its policy. */
export function pageFiles(): ReadonlyMap<string, string> {
  const assets = { style: bundled('style/main.css'), script: bundled('script/main.ts') };
  return new Map([['assets.json', `${JSON.stringify(assets, null, 2)}\n`]]);
}

function bundled(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [`${PAGE}${entry}`],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles.map(({ text }) => text.trim()).join('');
}
