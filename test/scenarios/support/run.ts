import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import manifest from '../../../package.json' with { type: 'json' };
import type { Outcome, Scenario } from './parse.ts';

/** The built program under the Node that runs the tests. */
const PROGRAM = [process.execPath, fileURLToPath(new URL('../../../bin/kubetrue.js', import.meta.url))];

/**
 * Runs a scenario's command with sh in a directory of its own that holds its files. In what comes back, that
 * directory reads DIR, the program's version VERSION and durations 0.00 s.
 *
 * @param program words that `kubetrue` stands for
 */
export async function runScenario(
  scenario: Scenario,
  program: readonly string[] = PROGRAM,
): Promise<Outcome> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'kubetrue-scenario-')));
  try {
    const directory = join(home, 'work');
    lay(scenario, directory);
    writeProgram(join(home, 'bin'), program);
    const child = spawn('sh', ['-c', scenario.command], {
      cwd: directory,
      env: { PATH: `${join(home, 'bin')}:/usr/bin:/bin`, HOME: home, LANG: 'C.UTF-8', COLUMNS: '80' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr, status] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1))),
    ]);
    const steady = (output: string) =>
      output
        .replaceAll(directory, 'DIR')
        .replaceAll(`kubetrue ${manifest.version}`, 'kubetrue VERSION')
        .replace(/\d+\.\d\d s\b/g, '0.00 s');
    return { stdout: steady(stdout), stderr: steady(stderr), status };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function lay({ files, links }: Scenario, directory: string): void {
  mkdirSync(directory);
  for (const { path, content } of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    // A file of a capture that is a list of NUL-ended words has no line end.
    writeFileSync(join(directory, path), content.includes('\0') ? content.trimEnd() : content);
  }
  for (const { path, target } of links) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    symlinkSync(target, join(directory, path));
  }
}

/** `kubetrue` for the shell. */
function writeProgram(directory: string, program: readonly string[]): void {
  mkdirSync(directory);
  const file = join(directory, 'kubetrue');
  writeFileSync(file, `#!/bin/sh\nexec ${program.join(' ')} "$@"\n`);
  chmodSync(file, 0o755);
}
