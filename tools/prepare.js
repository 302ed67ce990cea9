// Builds the program when npm installs it from its repository. Where that is done globally, as pre-commit does it, npm
// leaves the development dependencies out, which the build needs. Plain JavaScript: an older Node must get this far.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

// What an older one says of the build is of no use to anybody.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 15)) {
  console.error(
    `kubetrue: building it takes Node.js 24.15 or later, and this is ${process.version} (${process.execPath}).`,
  );
  process.exit(1);
}

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
