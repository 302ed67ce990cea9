import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildSite, ROOT } from './site/build.ts';

const TARGET = resolve(ROOT, 'site');

/** Writes the documentation as a site of static pages into site/. */
function main(): void {
  const { written, copied, broken, pages } = buildSite();
  for (const { source, href } of broken) console.error(`${source}: ${href} leads nowhere`);
  process.exitCode = broken.length > 0 ? 1 : 0;
  rmSync(TARGET, { recursive: true, force: true });
  for (const [to, text] of written) writeFileSync(placeFor(to), text);
  for (const [to, source] of copied) copyFileSync(join(ROOT, source), placeFor(to));
  console.log(`${pages.length} pages in site/; open site/index.html`);
}

function placeFor(to: string): string {
  const file = join(TARGET, to);
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

main();
