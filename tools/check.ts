import { spawnSync } from 'node:child_process';

/** Everything that CI asks of a change. There is no way to leave a part out. */
const STEPS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format and lint', 'biome', 'ci', '.'],
  ['types', 'tsc', '-p', '.'],
  ['types of the page', 'tsc', '-p', 'src/report/html/page'],
  ["types of the documentation's page", 'tsc', '-p', 'tools/site/page'],
  ['types of its tests', 'tsc', '-p', 'test/browser'],
  ['boundaries', 'node', 'tools/boundaries.ts'],
  ['unused code', 'knip'],
  ['tests', 'vitest', 'run'],
];

if (process.argv.length > 2) {
  console.error('npm run check takes no arguments: it checks everything. One test file: npm test -- PATH');
  process.exit(2);
}

const failed: string[] = [];
for (const [name, command, ...args] of STEPS) {
  console.log(`\n== ${name}`);
  if (spawnSync(command, args, { stdio: 'inherit' }).status !== 0) failed.push(name);
}
if (failed.length > 0) console.error(`\nfailed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
