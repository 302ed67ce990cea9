// Builds the program when npm installs it from its repository. Where that is done globally, as pre-commit does it, npm
// leaves the development dependencies out, which the build needs. Plain JavaScript: an older Node must get this far.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

if (!existsSync(`${ROOT}node_modules/esbuild`)) {
  const alone = ['--global=false', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  run('npm', ['ci', ...alone]);
}
run(process.execPath, ['tools/build.ts']);

function run(command, words) {
  const { status, error } = spawnSync(command, words, { cwd: ROOT, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
