import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Planted, plantFiles } from '../../../src/cli/rules/cases/tree.ts';

export {
  BOOT_SECONDS,
  type CapturedProcess,
  capturedProcess,
  type Planted,
} from '../../../src/cli/rules/cases/tree.ts';

/** A directory with the given files that is gone after the test. */
export function plantTree(files: Readonly<Record<string, Planted>>): string {
  const root = mkdtempSync(join(tmpdir(), 'kubetrue-tree-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  plantFiles(root, files);
  return root;
}

/** Node cannot make one; every POSIX system has the program. */
export function makeFifo(path: string): void {
  const program = 'mkfifo';
  execFileSync(program, [path]);
}
